/** What a prober needs to know of a monitor: the request, how to judge the answer, where its version stands. */
import { z } from "zod";

/** Where an answer states its version. `path` is a dotted path (`git.commit.id`, `a[0].b`) or a JSON Pointer. */
export const versionReader = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("header"), name: z.string().min(1).max(128) }),
  z.strictObject({ from: z.literal("json"), path: z.string().min(1).max(256) }),
  z.strictObject({ from: z.literal("meta"), name: z.string().min(1).max(128) }),
  z.strictObject({ from: z.literal("regex"), pattern: z.string().min(1).max(512) }),
  z.strictObject({ from: z.literal("text") }),
]);
export type VersionReader = z.infer<typeof versionReader>;

export const assertionOp = z.enum([
  "eq",
  "neq",
  "lt",
  "lte",
  "gt",
  "gte",
  "contains",
  "not_contains",
  "matches",
  "not_matches",
  "exists",
  "not_exists",
  "between",
]);
export type AssertionOp = z.infer<typeof assertionOp>;

const textOp = z.enum([
  "eq",
  "neq",
  "contains",
  "not_contains",
  "matches",
  "not_matches",
  "exists",
  "not_exists",
]);
const numberOp = z.enum(["eq", "neq", "lt", "lte", "gt", "gte"]);
const text = z.string().max(2048);

/**
 * One claim about an answer. `status` takes a number with a comparison or `between` with `"200-399"`;
 * `latency` is the whole probe in milliseconds; `tls_days` the days left on the certificate.
 */
export const assertion = z.discriminatedUnion("on", [
  z.strictObject({
    on: z.literal("status"),
    op: z.enum(["eq", "neq", "lt", "lte", "gt", "gte", "between"]),
    value: z.union([
      z.int().min(100).max(599),
      z.string().regex(/^[1-5]\d\d-[1-5]\d\d$/, "a range such as 200-399"),
    ]),
  }),
  z.strictObject({
    on: z.literal("header"),
    name: z.string().min(1).max(128),
    op: textOp,
    value: text.optional(),
  }),
  z.strictObject({ on: z.literal("body"), op: textOp, value: text.optional() }),
  z.strictObject({
    on: z.literal("json"),
    path: z.string().min(1).max(256),
    op: assertionOp.exclude(["between"]),
    value: z.union([text, z.number(), z.boolean(), z.null()]).optional(),
  }),
  z.strictObject({ on: z.literal("latency"), op: numberOp, value: z.number().positive() }),
  z.strictObject({ on: z.literal("tls_days"), op: numberOp, value: z.int() }),
]);
export type Assertion = z.infer<typeof assertion>;

/** The claim a monitor makes when it states none: any 2xx or 3xx answer. */
export const defaultAssertions: Assertion[] = [{ on: "status", op: "between", value: "200-399" }];

export const httpMethod = z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
export type HttpMethod = z.infer<typeof httpMethod>;

/** Everything one probe needs; header values are in clear here, so a spec travels only sealed. */
export const probeSpec = z.object({
  url: z.string(),
  method: httpMethod,
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  timeoutMs: z.int().positive(),
  followRedirects: z.int().min(0).max(5),
  /** The URL of the host that `origin` probes dial; absent in what an older scheduler sealed. */
  origin: z.string().nullable().optional(),
  version: versionReader.nullable(),
  /** Names the instance that answered (a pod), when answers tell. */
  instance: versionReader.nullable(),
  assertions: z.array(assertion),
});
export type ProbeSpec = z.infer<typeof probeSpec>;

/**
 * `plain` as a browser asks; `busted` with a query no cache has seen; `origin` the plain request, dialled to the
 * monitor's origin; `assets` the plain page and then each file it asks for. Only `plain` counts for a share.
 */
export const probeVariant = z.enum(["plain", "busted", "origin", "assets"]);
export type ProbeVariant = z.infer<typeof probeVariant>;
