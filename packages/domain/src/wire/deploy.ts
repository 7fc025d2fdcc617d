/** The deploy as it goes in and out of the public API. Unknown fields are refused. */
import { z } from "zod";
import { cause, deployState, deployStatus, rolloutStrategy, stuckKind } from "../glossary.ts";
import { preflightKind } from "../preflight/outcome.ts";
import { policyWire, statedPolicy } from "./policy.ts";
import { wireTime } from "./time.ts";

const name = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/,
    "letters, digits, dot, dash, slash or underscore, 100 at most",
  );
export const serviceName = name;
export const environmentName = name;

const identity = z.string().trim().min(1).max(256);
const shortText = z.string().max(512);

/** `canceled` is accepted for `cancelled`. */
const announcedStatus = z
  .union([deployStatus, z.literal("canceled")])
  .transform((s) => (s === "canceled" ? ("cancelled" as const) : s));

const changeable = {
  status: announcedStatus.optional(),
  image: z.string().trim().min(1).max(512).optional(),
  imagePushed: z.boolean().optional(),
  platforms: z.array(z.string().max(64)).max(16).optional(),
  ...statedPolicy.shape,
  watchUntil: wireTime.optional(),
  targetShare: z.number().gt(0).max(1).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  actor: shortText.optional(),
  metadata: z
    .record(z.string().max(64), z.union([z.string().max(512), z.number(), z.boolean()]))
    .refine((metadata) => Object.keys(metadata).length <= 50, "at most 50 entries")
    .optional(),
};

/** Body of `POST /api/v1/deploys`. */
export const announceDeployInput = z
  .strictObject({
    service: serviceName,
    environment: environmentName.default("production"),
    version: identity.optional(),
    identities: z.array(identity).max(20).default([]),
    previousVersion: identity.optional(),
    strategy: rolloutStrategy.default("rolling"),
    startedAt: wireTime.optional(),
    releaseId: shortText.optional(),
    repository: shortText.optional(),
    ref: shortText.optional(),
    cluster: shortText.optional(),
    namespace: shortText.optional(),
    workload: shortText.optional(),
    ...changeable,
  })
  .refine((d) => d.version !== undefined || d.identities.length > 0, {
    error: "name the version, or at least one identity",
    path: ["version"],
  });
export type AnnounceDeployInput = z.infer<typeof announceDeployInput>;

/** Body of `PATCH /api/v1/deploys/{id}`. */
export const patchDeployInput = z.strictObject(changeable);
export type PatchDeployInput = z.infer<typeof patchDeployInput>;

/** Body of `POST /api/v1/deploys/{id}/accept`: settles what was meant. */
export const acceptDeployInput = z.strictObject({
  identity,
  as: z.enum(["same_build", "expected"]),
});
export type AcceptDeployInput = z.infer<typeof acceptDeployInput>;

/** Counts, never ratios, so that a reader can see how much stands behind a share. */
export const share = z.object({
  expected: z.int(),
  previous: z.int(),
  other: z.int(),
  unreadable: z.int(),
  error: z.int(),
  samples: z.int(),
  windowSeconds: z.int(),
});
export type Share = z.infer<typeof share>;

/** One region's or one monitor's part of a rollout. */
export const rolloutPart = z.object({
  state: deployState,
  share,
  firstSeenAt: wireTime.nullable(),
  doneAt: wireTime.nullable(),
  lastSampleAt: wireTime.nullable(),
  caveats: z.array(z.string()),
});

/** What the registry last said of the deploy's image. */
export const preflightWire = z.object({
  outcome: preflightKind,
  /** One sentence about the image. */
  sentence: z.string(),
  digest: z.string().nullable(),
  platforms: z.array(z.string()),
  checkedAt: wireTime,
  /** `null` when it is not asked again. */
  nextCheckAt: wireTime.nullable(),
});
export type PreflightWire = z.infer<typeof preflightWire>;

export const deployWire = z.object({
  id: z.string(),
  service: z.string(),
  environment: z.string(),
  version: z.string(),
  identities: z.array(z.string()),
  state: deployState,
  conditions: z.array(deployState),
  stuckKind: stuckKind.nullable(),
  /** One sentence a human could say in the incident call. */
  sentence: z.string(),
  reason: z.string().nullable(),
  status: deployStatus,
  strategy: rolloutStrategy,
  targetShare: z.number().nullable(),
  /** By what it is judged, and who chose it. */
  policy: policyWire,
  alreadyLive: z.boolean(),
  image: z.string().nullable(),
  preflight: preflightWire.nullable(),
  share,
  regions: z.array(rolloutPart.extend({ region: z.string() })),
  monitors: z.array(rolloutPart.extend({ monitorId: z.string(), name: z.string() })),
  causes: z.array(cause),
  incidentId: z.string().nullable(),
  previousVersion: z.string().nullable(),
  supersededBy: z.string().nullable(),
  releaseId: z.string().nullable(),
  repository: z.string().nullable(),
  ref: z.string().nullable(),
  actor: z.string().nullable(),
  url: z.string().nullable(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  createdAt: wireTime,
  /** The last announcement: a started deploy that is announced again is a new try, with a new deadline. */
  announcedAt: wireTime,
  startedAt: wireTime.nullable(),
  deadlineAt: wireTime.nullable(),
  firstSeenAt: wireTime.nullable(),
  liveAt: wireTime.nullable(),
  endedAt: wireTime.nullable(),
  updatedAt: wireTime,
  links: z.object({ self: z.string(), dashboard: z.string(), events: z.string(), badge: z.string() }),
});
export type DeployWire = z.infer<typeof deployWire>;

/** One stored verdict change: the rule that decided, its numbers, and what it said. */
export const verdictWire = z.object({
  seq: z.int(),
  at: wireTime,
  state: deployState,
  conditions: z.array(deployState),
  stuckKind: stuckKind.nullable(),
  rule: z.string(),
  sentence: z.string(),
  numbers: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  /** The rule and its numbers in words: what it asks for, and what it found. */
  why: z.object({ rule: z.string(), numbers: z.array(z.string()) }),
  share,
  causes: z.array(cause),
  /** Who was told, or one line saying why nobody was. */
  told: z.string(),
  /** `answers`: the raw answers of the window that was judged. */
  links: z.object({ answers: z.string() }),
});
export type VerdictWire = z.infer<typeof verdictWire>;

/** What travels on `GET /deploys/{id}/events`: the deploy after the change with sequence `seq`. */
export const deployEventWire = z.object({
  seq: z.int(),
  type: z.enum(["announced", "state", "share", "incident", "preflight"]),
  at: wireTime,
  deploy: deployWire,
});
export type DeployEventWire = z.infer<typeof deployEventWire>;
