/** The fact a probe returns. A value for every expected outcome; only surprises are thrown. */
import { z } from "zod";
import { probeVariant, versionReader } from "./monitor-spec.ts";

export const probePhase = z.enum(["dns", "connect", "tls", "first_byte", "transfer"]);
export type ProbePhase = z.infer<typeof probePhase>;

/**
 * `body`: `read` in full, `too_large` (cut at the cap), `encoded` (a Content-Encoding we never decode),
 * `none` (HEAD, 204, 304). Status and headers count in every case.
 */
const answered = z.object({
  kind: z.literal("answered"),
  status: z.int(),
  body: z.enum(["read", "too_large", "encoded", "none"]),
});

/** Why a target was refused before anything was sent; absent means `address`. */
export const blockedWhy = z.enum(["address", "scheme", "port", "url", "header"]);

/** `blocked_target.address` names what was refused: an address, or the scheme, port, URL or header. */
export const outcome = z.discriminatedUnion("kind", [
  answered,
  z.object({ kind: z.literal("timeout"), phase: probePhase }),
  z.object({ kind: z.literal("refused") }),
  z.object({ kind: z.literal("reset"), phase: probePhase }),
  z.object({ kind: z.literal("dns_failed"), code: z.string() }),
  z.object({ kind: z.literal("tls_failed"), code: z.string() }),
  z.object({ kind: z.literal("blocked_target"), address: z.string(), why: blockedWhy.optional() }),
  z.object({ kind: z.literal("bad_redirect"), detail: z.string() }),
  z.object({ kind: z.literal("bad_response"), code: z.string() }),
  z.object({ kind: z.literal("unreachable"), code: z.string() }),
  z.object({ kind: z.literal("observer_offline") }),
]);
export type Outcome = z.infer<typeof outcome>;
export type OutcomeKind = Outcome["kind"];

/** Milliseconds per phase of the last hop; `null` where a phase did not happen (an IP literal has no DNS). */
export const probeTimings = z.object({
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  transferMs: z.number().nullable(),
});
export type ProbeTimings = z.infer<typeof probeTimings>;

/** A version as it stood in the answer, at most 256 characters, control characters removed. */
export const readVersion = z.object({ value: z.string(), reader: versionReader });
export type ReadVersion = z.infer<typeof readVersion>;

/** Cache headers as sent, names in lower case, values cut at 256 characters. */
export const cacheHeaderNames = [
  "age",
  "cache-control",
  "cache-status",
  "cf-cache-status",
  "x-cache",
  "x-cache-lookup",
  "x-cache-status",
  "x-proxy-cache",
  "x-vercel-cache",
  "x-sucuri-cache",
  "x-goog-cache-status",
  "cdn-cache",
  "x-served-by",
  "via",
  "etag",
  "cf-ray",
  "x-vercel-id",
  "x-amz-cf-pop",
  "x-azure-ref",
  "x-akamai-request-id",
  "x-check-cacheable",
  "x-nf-request-id",
  "x-iinfo",
] as const;

/** A file that a page asks for and that is missing: an error status, or a page in place of a script or style. */
export const brokenAsset = z.object({
  /** At most 512 characters. */
  url: z.string(),
  status: z.int(),
  contentType: z.string().nullable(),
});
export type BrokenAsset = z.infer<typeof brokenAsset>;

/** What became of the files of an HTML page; `checked` answered, and 0 are those of an answer that is no page. */
export const pageAssets = z.object({ checked: z.int(), broken: z.array(brokenAsset).max(50) });
export type PageAssets = z.infer<typeof pageAssets>;

/** Times are epoch milliseconds by the prober's clock, `scheduledAt` by the scheduler's. */
export const probeResult = z.object({
  startedAt: z.number(),
  finishedAt: z.number(),
  timings: probeTimings,
  totalMs: z.number(),
  /** How much of `totalMs` the prober itself was too busy to look; absent where it never was, or was not measured. */
  observerDelayMs: z.number().optional(),
  remoteAddress: z.string().nullable(),
  outcome,
  version: readVersion.nullable(),
  instance: z.string().nullable(),
  cache: z.record(z.string(), z.string()),
  /** Texts of the assertions that did not hold, in the monitor's order; empty when all held. */
  failedAssertions: z.array(z.string()),
  tlsDaysLeft: z.number().nullable(),
  /** For how long the answer asked us to stay away. */
  retryAfterMs: z.number().optional(),
  /** Of a probe that fetched them too. */
  assets: pageAssets.optional(),
});
export type ProbeResult = z.infer<typeof probeResult>;

/** One observation is identified by (monitorId, region, scheduledAt, seq): a second delivery changes nothing. */
export const observation = probeResult.extend({
  workspaceId: z.string(),
  environmentId: z.string(),
  monitorId: z.string(),
  region: z.string(),
  scheduledAt: z.number(),
  seq: z.int(),
  variant: probeVariant,
  /** The monitor's configuration the probe ran with; answers to an older one are kept but not judged. */
  configVersion: z.int(),
});
export type Observation = z.infer<typeof observation>;

/** True when the probe got the answer the monitor asks for: it answered and every assertion held. */
export function isOk(result: Pick<ProbeResult, "outcome" | "failedAssertions">): boolean {
  return result.outcome.kind === "answered" && result.failedAssertions.length === 0;
}
