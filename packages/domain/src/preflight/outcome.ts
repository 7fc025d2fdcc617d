/** What a registry said about an image. A value for every expected outcome; stored as it is with the deploy. */
import { z } from "zod";

/**
 * What a "not found" is worth. `credentials`: the registry accepted ours. `public`: it asks nobody for any, or it has
 * shown us the repository without. `stranger`: private images look just as absent to those who may not see them.
 */
export const registryAccess = z.enum(["credentials", "public", "stranger"]);
export type RegistryAccess = z.infer<typeof registryAccess>;

const foundImage = {
  /** Of the index if there is one, as a pull by tag resolves it. */
  digest: z.string(),
  /** `linux/amd64`, `linux/arm64/v8`; empty when the registry did not let us read them. */
  platforms: z.array(z.string()),
  /** The labels `org.opencontainers.image.revision` and `.version`. */
  revision: z.string().nullable(),
  version: z.string().nullable(),
};
const failure = { detail: z.string() };

export const preflightOutcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("found"), ...foundImage }),
  /** `declared`: the announcement names the platform. `learned`: earlier images that went live here had it. */
  z.object({
    kind: z.literal("wrong_platform"),
    ...foundImage,
    missing: z.array(z.string()),
    basis: z.enum(["declared", "learned"]),
  }),
  /** `nearest`: existing tags that look like the one asked for, the likest first. */
  z.object({ kind: z.literal("tag_not_found"), access: registryAccess, nearest: z.array(z.string()) }),
  z.object({ kind: z.literal("repository_not_found"), access: registryAccess }),
  z.object({ kind: z.literal("invalid_name"), ...failure }),
  z.object({ kind: z.literal("unauthorized"), hasCredentials: z.boolean(), ...failure }),
  z.object({ kind: z.literal("expired_credentials"), ...failure }),
  /** Numbers as the registry told them, `null` where it did not; `resetAt` in epoch milliseconds. */
  z.object({
    kind: z.literal("rate_limited"),
    limit: z.number().nullable(),
    remaining: z.number().nullable(),
    resetAt: z.number().nullable(),
    ...failure,
  }),
  /** Not reached, hung up, or an answer no registry would give, such as 503. */
  z.object({ kind: z.literal("network_failed"), ...failure }),
  z.object({ kind: z.literal("dns_failed"), ...failure }),
  z.object({ kind: z.literal("tls_failed"), ...failure }),
  /** Refused by our own guard: says nothing about the image. */
  z.object({ kind: z.literal("blocked_target"), ...failure }),
]);
export type PreflightOutcome = z.infer<typeof preflightOutcome>;
export const preflightKind = z.enum(preflightOutcome.options.map((option) => option.shape.kind.value));

/** What the judgement of a rollout is told: the last answer about the deploy's image. */
export type PreflightFact = {
  /** As announced. */
  image: string;
  outcome: PreflightOutcome;
  checkedAt: number;
  /** CI vouches that the image has been pushed. */
  isPushed: boolean;
};
