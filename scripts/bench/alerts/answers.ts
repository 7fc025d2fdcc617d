/** What the endpoints of a rollout answer: agreed between the bench, which plays the truth, and the prober's stand-in. */

import type { Observation } from "@rollcall/domain/observation";
import type { ProbeItem } from "@rollcall/queue";

/** One service: from `changesAt` on ever more answers are new, from `failsAt` on all fail; epoch milliseconds. */
export type Truth = { monitorId: string; changesAt: number | null; failsAt: number | null };

export const oldVersion = "1.41.3";
export const newVersion = "1.42.0";
export const region = "local";

/** So long until the last old answer: slow, but always moving. */
const rolloutMs = 40 * 60_000;

/** The observation of one planned probe, as if it had taken 20 ms from now on. */
export function answer(item: ProbeItem, truth: Truth | undefined, now: number): Observation {
  const { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant } = item;
  const isFailing = truth?.failsAt != null && now >= truth.failsAt;
  const newShare = truth?.changesAt == null ? 0 : (now - truth.changesAt) / rolloutMs;
  const value = Math.random() < newShare ? newVersion : oldVersion;
  return {
    ...{ workspaceId, environmentId, monitorId, configVersion, region, scheduledAt, seq, variant },
    startedAt: now - 20,
    finishedAt: now,
    timings: { dnsMs: 1, connectMs: 2, tlsMs: 8, firstByteMs: 8, transferMs: 1 },
    totalMs: 20,
    remoteAddress: "192.0.2.7",
    outcome: { kind: "answered", status: isFailing ? 503 : 200, body: "read" },
    version: { value, reader: { from: "header", name: "x-version" } },
    instance: null,
    cache: {},
    failedAssertions: isFailing ? ["status is between 200 and 399"] : [],
    tlsDaysLeft: 60,
  };
}
