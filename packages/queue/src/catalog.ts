/**
 * Every job of Rollcall: its name, payload, how often it is tried and how long it may run.
 * A region has the queues `probe-<region>` for batches and `once-<region>` for probes that people wait for, so that a
 * prober needs nothing else; what probers say goes to `observations`, and to `urgent` what must not wait behind it.
 * A field added later is optional for one release, and a job that moved is worked on its old queue as well: old and
 * new programs share the queue during an upgrade.
 */

import { probeVariant } from "@rollcall/domain/monitor-spec";
import { observation, probeResult } from "@rollcall/domain/observation";
import { z } from "zod";

const askedProbe = z.object({
  workspaceId: z.string(),
  environmentId: z.string(),
  monitorId: z.string(),
  configVersion: z.int(),
  scheduledAt: z.number(),
  seq: z.int(),
  variant: probeVariant,
});
/** With a sealed `ProbeSpec`; opened with the region's key. */
const probeItem = askedProbe.extend({ sealedSpec: z.string() });
export type ProbeItem = z.infer<typeof probeItem>;

/** With the JSON of a `ProbeSpec` that holds no secret; never to be sent but sealed. */
const openItem = askedProbe.extend({ spec: z.string() });
export type OpenItem = z.infer<typeof openItem>;

/** What `sealedItems` of a batch are. */
export const itemsTogether = z.array(z.union([openItem, probeItem])).max(500);

/**
 * What one region probes in one second, or a part of it, each item at its `scheduledAt`; a prober that finds it expired
 * drops it, it is never replayed.
 */
export const probeBatch = z.object({
  batchId: z.string(),
  region: z.string(),
  expiresAt: z.number(),
  /** The second that its items lie in. Older schedulers hand out instant by instant: without it everything is due now. */
  secondAt: z.number().optional(),
  /** For probers of earlier releases, else empty. */
  items: z.array(probeItem).max(200),
  /** In place of them, what `sealItems` made. */
  sealedItems: z.string().optional(),
  /** Grows with every change of the leading scheduler: probers drop what an earlier leader sends late. */
  leaderToken: z.number().optional(),
});
export type ProbeBatch = z.infer<typeof probeBatch>;

/** One probe that a person waits for. */
export const probeOnce = z.object({
  requestId: z.string(),
  workspaceId: z.string(),
  region: z.string(),
  expiresAt: z.number(),
  sealedSpec: z.string(),
  /** Also return the head of the answer and the version candidates in it. */
  inspect: z.boolean(),
});
export type ProbeOnce = z.infer<typeof probeOnce>;

/** Something in an answer that looks like a version, with the reader that would read it. */
export const versionCandidate = z.object({
  reader: z.custom<import("@rollcall/domain/monitor-spec").VersionReader>(),
  value: z.string(),
  /** Why it looks like one: "a 40-digit commit", "header often used for versions". */
  why: z.string(),
  score: z.number(),
});
export type VersionCandidate = z.infer<typeof versionCandidate>;

/** The answer to a `probe.once`, as pages and `rollcall probe` show it. */
export const inspection = probeResult.extend({
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** At most the first 4 KiB of text. */
  bodyHead: z.string().nullable(),
  candidates: z.array(versionCandidate),
  redirects: z.array(z.string()),
});
export type Inspection = z.infer<typeof inspection>;

export const jobs = {
  "probe.batch": { schema: probeBatch, attempts: 1, timeoutMs: 90_000 },
  "probe.once": { schema: probeOnce, attempts: 1, timeoutMs: 30_000 },
  "observations.report": {
    schema: z.object({
      reportId: z.string(),
      region: z.string(),
      workerId: z.string(),
      sentAt: z.number(),
      observations: z.array(observation).max(500),
    }),
    attempts: 20,
    timeoutMs: 15_000,
  },
  "observations.inspection": {
    schema: z.object({ requestId: z.string(), workspaceId: z.string(), region: z.string(), inspection }),
    attempts: 5,
    timeoutMs: 30_000,
  },
  "region.heartbeat": {
    schema: z.object({
      region: z.string(),
      workerId: z.string(),
      version: z.string(),
      startedAt: z.number(),
      sentAt: z.number(),
      /** What its connections come from, where its operator has told it. */
      egressAddresses: z.array(z.string().max(64)).max(20).optional(),
      /** It understands items that are sealed together. */
      opensSealedItems: z.boolean().optional(),
    }),
    attempts: 1,
    timeoutMs: 10_000,
  },
} as const satisfies Record<string, { schema: z.ZodType; attempts: number; timeoutMs: number }>;

export type JobName = keyof typeof jobs;
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]["schema"]>;

/** The queue that carries batches of probes to one region's workers. */
export function probeQueueName(region: string): string {
  return `probe-${region}`;
}
/** The queue that carries `probe.once` to one region's workers: no batch is ahead of a person. */
export function onceQueueName(region: string): string {
  return `once-${region}`;
}
/** The queue of reports: bulky, worked as fast as they can be judged. */
export const observationsQueueName = "observations";
/** The queue of heartbeats and inspections: small, worked at once however many reports wait. */
export const urgentQueueName = "urgent";

/** What items that are sealed together are bound to: they open as no other batch. */
export function batchSealContext({ region, batchId }: Pick<ProbeBatch, "region" | "batchId">): string {
  return `probe-batch ${region} ${batchId}`;
}
/** What the sealed spec of a batch's item is bound to: it opens for no other monitor. */
export function itemSealContext({
  workspaceId,
  monitorId,
}: Pick<ProbeItem, "workspaceId" | "monitorId">): string {
  return `probe-spec ${workspaceId} ${monitorId}`;
}
/** What the sealed spec of a `probe.once` is bound to: it opens for no other request. */
export function onceSealContext({
  workspaceId,
  requestId,
}: Pick<ProbeOnce, "workspaceId" | "requestId">): string {
  return `probe-spec ${workspaceId} ${requestId}`;
}
/** What specs were bound to until 0.1; opened for one release more. */
export const oldSealContext = "probe-spec";
