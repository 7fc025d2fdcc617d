/** Jobs as the release before wrote them: without what was added since, and on the queues that it knew. */
import { probeSeq } from "@rollcall/domain/due";
import { type JobPayload, oldSealContext, type ProbeBatch } from "@rollcall/queue";
import { regionKey, sealerFromRegionKey } from "@rollcall/runtime";

type Monitor = { workspaceId: string; environmentId: string; monitorId: string };
type Place = { region: string; secret: string; url: string };

/** A batch of one probe: of no leader, its spec bound to nothing. */
export function oldBatch(monitor: Monitor, { region, secret, url }: Place): ProbeBatch {
  const sealer = sealerFromRegionKey(regionKey(secret, region));
  const spec = { url, method: "GET", headers: {}, body: null, timeoutMs: 3000, followRedirects: 0 };
  const read = { version: null, instance: null, assertions: [] };
  const item = {
    ...monitor,
    configVersion: 1,
    scheduledAt: Date.now(),
    seq: probeSeq.confirm,
    variant: "plain" as const,
    sealedSpec: sealer.seal(JSON.stringify({ ...spec, ...read }), oldSealContext),
  };
  return { batchId: `old-${item.scheduledAt}`, region, expiresAt: Date.now() + 10_000, items: [item] };
}

/** What a prober saw: how long it did not listen was not told. */
export function oldReport(monitor: Monitor, region: string): JobPayload<"observations.report"> {
  const at = Date.now() - 1_000;
  const timings = { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 10, transferMs: 1 };
  const observation = {
    ...{
      ...monitor,
      region,
      configVersion: 1,
      scheduledAt: at,
      seq: probeSeq.confirm,
      variant: "plain" as const,
    },
    ...{ startedAt: at, finishedAt: at + 12, timings, totalMs: 12, remoteAddress: "127.0.0.1" },
    outcome: { kind: "answered" as const, status: 200, body: "read" as const },
    ...{ version: null, instance: null, cache: {}, failedAssertions: [], tlsDaysLeft: null },
  };
  return { reportId: `old-${at}`, region, workerId: "old", sentAt: at, observations: [observation] };
}

/** A sign of life: where it comes from was not told. */
export function oldHeartbeat(region: string): JobPayload<"region.heartbeat"> {
  return { region, workerId: "old", version: "0.0.9", startedAt: Date.now(), sentAt: Date.now() };
}
