import type { Observation } from "../src/observation.ts";
import { type DeployFacts, defaultRolloutPolicy, type RolloutMonitor } from "../src/rollout/index.ts";

/** 2026-11-22 09:00 UTC: when every deploy of the tests is announced. */
export const startAt = Date.UTC(2026, 10, 22, 9);

export const newVersion = "1.42.0";
export const oldVersion = "1.41.3";

/** A monitor that verifies from two regions. */
export function monitorOf(change: Partial<RolloutMonitor> = {}): RolloutMonitor {
  return {
    id: "mon_api",
    name: "API",
    regions: ["eu-west", "us-east"],
    verifies: true,
    intervalMs: 60_000,
    timeoutMs: 10_000,
    ...change,
  };
}

/** A deploy of 1.42.0 after 1.41.3, started at `startAt`, with the default policy. */
export function factsOf(change: Partial<DeployFacts> = {}): DeployFacts {
  return {
    id: "dep_new",
    version: newVersion,
    identities: [newVersion],
    previousVersion: oldVersion,
    previousIdentities: [oldVersion],
    earlier: [{ deployId: "dep_old", version: oldVersion, identities: [oldVersion] }],
    status: "started",
    strategy: "rolling",
    targetShare: null,
    announcedAt: startAt,
    startedAt: startAt,
    watchUntil: startAt + 86_400_000,
    cancelledAt: null,
    supersededAt: null,
    monitors: [monitorOf()],
    policy: defaultRolloutPolicy,
    names: { cluster: null, namespace: "shop", workload: "checkout-api", image: null },
    service: "checkout-api",
    environment: "production",
    ...change,
  };
}

/** A good answer of `version`, read from a header; anything can be changed. */
export function observationOf(
  change: Partial<Observation> & { version: Observation["version"] },
): Observation {
  const scheduledAt = change.scheduledAt ?? startAt;
  return {
    workspaceId: "ws_a",
    environmentId: "env_a",
    monitorId: "mon_api",
    region: "eu-west",
    scheduledAt,
    seq: 10,
    variant: "plain",
    configVersion: 1,
    startedAt: scheduledAt,
    finishedAt: scheduledAt + 50,
    timings: { dnsMs: 1, connectMs: 5, tlsMs: 10, firstByteMs: 30, transferMs: 4 },
    totalMs: 50,
    remoteAddress: "203.0.113.7",
    outcome: { kind: "answered", status: 200, body: "read" },
    instance: null,
    cache: {},
    failedAssertions: [],
    tlsDaysLeft: null,
    ...change,
  };
}

/** A version as a probe reads it from the header `x-version`. */
export function headerVersion(value: string | null): Observation["version"] {
  return value === null ? null : { value, reader: { from: "header", name: "x-version" } };
}
