/** How a simulated pod answers. Everything here can be changed while it runs. */
import { z } from "zod";

const rate = z.number().min(0).max(1);
const status = z.int().min(200).max(599);

/**
 * `version` and `commit` are what the pod says about itself; `null` leaves them out. Rates are shares of requests,
 * drawn from the fleet's seeded randomness. `/health` answers `healthStatus` and takes no part in errors, so that
 * "health is 200 and yet nothing works" can be shown. `contentEncoding` is applied whatever the client accepts.
 */
const podBehaviour = z.strictObject({
  version: z.string().nullable(),
  commit: z.string().nullable(),
  ready: z.boolean(),
  status,
  errorRate: rate,
  errorStatus: status,
  healthStatus: status,
  latencyMs: z.number().min(0).max(600_000),
  latencyJitterMs: z.number().min(0).max(600_000),
  /** Share of requests that never get their first byte, or with `hangPhase: "transfer"` never their last. */
  hangRate: rate,
  hangPhase: z.enum(["first_byte", "transfer"]),
  /** Share of requests whose connection is reset. */
  resetRate: rate,
  /** Least size of a body before encoding; 0 leaves it as small as it is. */
  bodyBytes: z.int().min(0).max(50_000_000),
  contentEncoding: z.enum(["gzip", "br"]).nullable(),
  /** Files that `/` asks for, by path: there, missing, or answered with the page itself as single-page apps do. */
  assets: z.record(z.string().regex(/^\//), z.enum(["there", "missing", "page"])),
  /** Added to every answer; an empty value takes a header away. */
  headers: z.record(z.string(), z.string()),
});
export type PodBehaviour = z.infer<typeof podBehaviour>;

/** What to change of a behaviour; everything left out stays. */
export const podChange = podBehaviour.partial();
export type PodChange = z.infer<typeof podChange>;

/** A ready pod of version 1.0.0 that answers at once and well. */
export const defaultBehaviour: PodBehaviour = {
  version: "1.0.0",
  commit: null,
  ready: true,
  status: 200,
  errorRate: 0,
  errorStatus: 500,
  healthStatus: 200,
  latencyMs: 0,
  latencyJitterMs: 0,
  hangRate: 0,
  hangPhase: "first_byte",
  resetRate: 0,
  bodyBytes: 0,
  contentEncoding: null,
  assets: {},
  headers: {},
};
