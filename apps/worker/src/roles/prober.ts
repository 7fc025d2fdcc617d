/** The prober of one region: needs the queue and the region's key, nothing else. */
import { setMaxListeners } from "node:events";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { inspectProbe, probeUserAgent, runProbe } from "@rollcall/probe";
import {
  type JobQueue,
  observationsQueueName,
  type ProbeBatch,
  type ProbeItem,
  type ProbeOnce,
  probeQueueName,
} from "@rollcall/queue";
import { productVersion, type Sealer, sealerForRegion, sealerFromRegionKey } from "@rollcall/runtime";
import { probeSpecContext } from "@rollcall/services/scheduling";
import { createConnectivity } from "../prober/connectivity.ts";
import { createLanes } from "../prober/lanes.ts";
import { createReportBuffer } from "../prober/report-buffer.ts";
import type { ProberDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Probes in flight. */
const lanesMax = { max: 256, perHostMax: 32 };
/** Batches in work: each waits for its slowest probe, so there are many more than lanes would need. */
const batchesMax = 200;
const heartbeatMs = 5_000;
/** A probe that is still under way this long after the prober was told to stop is let go. */
const patienceMs = 5_000;

/** Starts probing from one region. Throws when there is neither the secret nor the region's key. */
export async function startProber(deps: ProberDeps & { region: string }): Promise<RunningRole> {
  const { queue, region, workerId } = deps;
  const log = deps.log.child({ role: "prober", region });
  const reports = createReportBuffer({ queue, log, region, workerId });
  const stopping = new AbortController();
  // Every probe in flight listens.
  setMaxListeners(0, stopping.signal);
  const runner = createRunner({ ...deps, log, signal: stopping.signal }, reports.add);
  const startedAt = Date.now();
  const heart = startWorkLoop({ name: "heartbeat", everyMs: heartbeatMs, log }, () =>
    beat(queue, { region, workerId, version: productVersion, startedAt, sentAt: Date.now() }),
  );
  const worker = await queue.work(
    probeQueueName(region),
    { "probe.batch": runner.runBatch, "probe.once": runner.runOnce },
    { concurrency: batchesMax },
  );
  return {
    name: `prober ${region}`,
    lastDoneAt: heart.lastDoneAt,
    async stop() {
      const impatience = setTimeout(() => stopping.abort(), patienceMs);
      await heart.stop();
      await worker.close();
      clearTimeout(impatience);
      await reports.close();
    },
  };
}

async function beat(
  queue: JobQueue,
  heartbeat: { region: string; workerId: string; version: string; startedAt: number; sentAt: number },
): Promise<void> {
  await queue.enqueue(observationsQueueName, "region.heartbeat", heartbeat);
}

type Runner = {
  runBatch(batch: ProbeBatch): Promise<void>;
  runOnce(request: ProbeOnce): Promise<void>;
};

function createRunner(
  deps: ProberDeps & { region: string; signal: AbortSignal },
  report: ReturnType<typeof createReportBuffer>["add"],
): Runner {
  const { queue, guard, region, metrics, log, signal } = deps;
  const sealer = regionSealer(deps);
  const lanes = createLanes(lanesMax);
  const connectivity = createConnectivity();
  const options = { guard, signal, userAgent: probeUserAgent(productVersion, deps.baseUrl, region) };

  async function runItem(item: ProbeItem, expiresAt: number): Promise<void> {
    const { sealedSpec, variant, scheduledAt, seq, ...owner } = item;
    const spec = openSpec(sealer, sealedSpec);
    await lanes.run(new URL(spec.url).host, async () => {
      if (Date.now() > expiresAt || signal.aborted) {
        metrics.probesExpired.inc({ region });
        return;
      }
      const result = await runProbe(spec, { ...options, variant, turn: { scheduledAt, seq } });
      const outcome = connectivity.judge(new URL(spec.url).hostname, result.outcome, result.finishedAt);
      metrics.probes.inc({ region, outcome: outcome.kind });
      report({ ...result, outcome, ...owner, region, scheduledAt, seq, variant });
    });
  }

  return {
    async runBatch({ batchId, items, expiresAt }) {
      if (Date.now() > expiresAt) {
        metrics.probesExpired.inc({ region }, items.length);
        log.info(
          { batchId, probes: items.length, lateMs: Date.now() - expiresAt },
          "an expired batch was dropped",
        );
        return;
      }
      const outcomes = await Promise.allSettled(items.map((item) => runItem(item, expiresAt)));
      const failed = outcomes.filter((outcome) => outcome.status === "rejected");
      if (failed.length > 0)
        log.error({ batchId, probes: failed.length, err: failed[0]?.reason }, "probes could not be made");
    },
    async runOnce({ requestId, workspaceId, sealedSpec, expiresAt }) {
      if (Date.now() > expiresAt) return;
      const inspection = await inspectProbe(openSpec(sealer, sealedSpec), options);
      metrics.probes.inc({ region, outcome: inspection.outcome.kind });
      const answer = { requestId, workspaceId, region, inspection };
      await queue.enqueue(observationsQueueName, "observations.inspection", answer, { jobId: requestId });
    },
  };
}

function regionSealer({ secret, regionKey, region }: ProberDeps & { region: string }): Sealer {
  if (regionKey !== null) return sealerFromRegionKey(regionKey);
  if (secret !== null) return sealerForRegion(secret, region);
  throw new Error(`Probing from ${region} needs ROLLCALL_REGION_KEY or ROLLCALL_SECRET.`);
}

function openSpec(sealer: Sealer, sealedSpec: string): ProbeSpec {
  return probeSpec.parse(JSON.parse(sealer.open(sealedSpec, probeSpecContext)));
}
