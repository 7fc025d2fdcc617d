import { choosePolicy } from "@rollcall/domain/policy";
import type { DeployWire, MaintenanceWire, Share } from "@rollcall/domain/wire";

/** A share of these counts in the last minute. */
export function shareOf(counts: Partial<Omit<Share, "samples" | "windowSeconds">>): Share {
  const all = { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0, ...counts };
  const samples = Object.values(all).reduce((sum, count) => sum + count, 0);
  return { ...all, samples, windowSeconds: 60 };
}

/** A region's part of a rollout. */
export function regionOf(
  region: string,
  counts: Parameters<typeof shareOf>[0],
  more: Partial<DeployWire["regions"][number]> = {},
): DeployWire["regions"][number] {
  return {
    region,
    state: "rolling",
    share: shareOf(counts),
    firstSeenAt: null,
    doneAt: null,
    lastSampleAt: null,
    caveats: [],
    ...more,
  };
}

/** A deploy of checkout-api that was announced at 12:00 and rolls. */
export function deployOf(more: Partial<DeployWire> = {}): DeployWire {
  const id = more.id ?? "dep_1";
  return {
    id,
    service: "checkout-api",
    environment: "production",
    version: "1.42.0",
    identities: ["1.42.0"],
    state: "rolling",
    conditions: ["rolling"],
    stuckKind: null,
    sentence: "1.42.0 answered 50 % of probes (10 of 20, last 60 s).",
    reason: null,
    status: "started",
    strategy: "rolling",
    targetShare: null,
    policy: choosePolicy({}, {}),
    alreadyLive: false,
    image: null,
    preflight: null,
    share: shareOf({ expected: 10, previous: 10 }),
    regions: [regionOf("eu-west", { expected: 10, previous: 10 })],
    monitors: [],
    causes: [],
    incidentId: null,
    previousVersion: "1.41.3",
    supersededBy: null,
    releaseId: null,
    repository: null,
    ref: null,
    actor: null,
    url: null,
    metadata: {},
    createdAt: "2026-11-22T12:00:00Z",
    announcedAt: "2026-11-22T12:00:00Z",
    startedAt: "2026-11-22T12:00:00Z",
    deadlineAt: "2026-11-22T12:10:00Z",
    firstSeenAt: null,
    liveAt: null,
    endedAt: null,
    updatedAt: "2026-11-22T12:00:00Z",
    links: {
      self: `https://rollcall.test/api/v1/deploys/${id}`,
      dashboard: `https://rollcall.test/deploys/${id}`,
      events: `https://rollcall.test/api/v1/deploys/${id}/events`,
      badge: `https://rollcall.test/badges/${id}.svg`,
    },
    ...more,
  };
}

/** The same, announced just now and with an hour to go, so that only what a test does ends a wait for it. */
export function freshDeploy(more: Partial<DeployWire> = {}): DeployWire {
  const now = new Date().toISOString();
  const deadlineAt = new Date(Date.now() + 3_600_000).toISOString();
  return deployOf({ createdAt: now, announcedAt: now, startedAt: now, updatedAt: now, deadlineAt, ...more });
}

/** A maintenance window that is on until 14:30. */
export function freshMaintenance(more: Partial<MaintenanceWire> = {}): MaintenanceWire {
  const [from, until] = ["2026-11-22T14:00:00.000Z", "2026-11-22T14:30:00.000Z"];
  return {
    id: "mnt_1",
    service: "checkout-api",
    environment: "production",
    reason: "new disks",
    state: "active",
    sentence: "2026-11-22 14:00–14:30 UTC",
    from,
    until,
    repeat: null,
    current: { from, until },
    next: null,
    version: "v1",
    createdBy: "ci",
    createdAt: from,
    endedAt: null,
    endedBy: null,
    ...more,
  };
}
