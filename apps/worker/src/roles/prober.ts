/** The prober of one region: needs the queue and the region's key, nothing else. */
import { setMaxListeners } from "node:events";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { type LoopClock, startLoopClock } from "@rollcall/outbound";
import { inspectProbe, probeUserAgent, runProbe } from "@rollcall/probe";
import {
  itemSealContext,
  type JobQueue,
  oldSealContext,
  onceQueueName,
  onceSealContext,
  type ProbeBatch,
  type ProbeItem,
  type ProbeOnce,
  probeQueueName,
  urgentQueueName,
} from "@rollcall/queue";
import { productVersion, type Sealer, sealerForRegion, sealerFromRegionKey } from "@rollcall/runtime";
import { createLanes } from "../lanes.ts";
import { createConnectivity } from "../prober/connectivity.ts";
import { createReportBuffer } from "../prober/report-buffer.ts";
import type { ProberDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Probes in flight. */
const batchLanes = { max: 256, perWorkspaceMax: 224, perPlaceMax: 32 };
/** Probes in flight that people wait for. */
const onceLanes = { max: 32, perWorkspaceMax: 4, perPlaceMax: 4 };
/** Jobs in work: they wait for lanes and for their slowest probe, so there are many more than lanes would need. */
const jobsMax = 200;
/** A person sees sooner that nothing answers than a monitor would. */
const onceTimeoutMsMax = 15_000;
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
  const clock = startLoopClock();
  const runner = createRunner({ ...deps, log, clock, signal: stopping.signal }, reports.add);
  const startedAt = Date.now();
  const heart = startWorkLoop({ name: "heartbeat", everyMs: heartbeatMs, log }, () =>
    beat(queue, { region, workerId, version: productVersion, startedAt, sentAt: Date.now() }),
  );
  const handlers = { "probe.batch": runner.runBatch, "probe.once": runner.runOnce };
  const workers = await Promise.all(
    [probeQueueName(region), onceQueueName(region)].map((name) =>
      queue.work(name, handlers, { concurrency: jobsMax }),
    ),
  );
  return {
    name: `prober ${region}`,
    lastDoneAt: heart.lastDoneAt,
    async stop() {
      const impatience = setTimeout(() => stopping.abort(), patienceMs);
      await heart.stop();
      await Promise.all(workers.map((worker) => worker.close()));
      clearTimeout(impatience);
      clock.stop();
      await reports.close();
    },
  };
}

async function beat(
  queue: JobQueue,
  heartbeat: { region: string; workerId: string; version: string; startedAt: number; sentAt: number },
): Promise<void> {
  await queue.enqueue(urgentQueueName, "region.heartbeat", heartbeat);
}

type Runner = {
  runBatch(batch: ProbeBatch): Promise<void>;
  runOnce(request: ProbeOnce): Promise<void>;
};

function createRunner(
  deps: ProberDeps & { region: string; signal: AbortSignal; clock: LoopClock },
  report: ReturnType<typeof createReportBuffer>["add"],
): Runner {
  const { queue, guard, region, metrics, log, signal, clock } = deps;
  const sealer = regionSealer(deps);
  const lanes = createLanes(batchLanes);
  const urgentLanes = createLanes(onceLanes);
  const connectivity = createConnectivity();
  const options = { guard, signal, clock, userAgent: probeUserAgent(productVersion, deps.baseUrl, region) };

  async function runItem(item: ProbeItem, expiresAt: number): Promise<void> {
    const { sealedSpec, variant, scheduledAt, seq, ...owner } = item;
    const spec = openSpec(sealer, sealedSpec, itemSealContext(item));
    const { workspaceId } = item;
    const { host, hostname } = new URL(spec.url);
    await lanes.run({ workspaceId, place: host }, async () => {
      if (Date.now() > expiresAt || signal.aborted) {
        metrics.probesExpired.inc({ region });
        return;
      }
      const result = await runProbe(spec, { ...options, variant, turn: { scheduledAt, seq } });
      const outcome = connectivity.judge({ workspaceId, host: hostname }, result.outcome, result.finishedAt);
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
    async runOnce(request) {
      const { requestId, workspaceId, sealedSpec, expiresAt } = request;
      const asked = openSpec(sealer, sealedSpec, onceSealContext(request));
      const spec = { ...asked, timeoutMs: Math.min(asked.timeoutMs, onceTimeoutMsMax) };
      await urgentLanes.run({ workspaceId, place: new URL(spec.url).host }, async () => {
        if (Date.now() > expiresAt || signal.aborted) return;
        const inspection = await inspectProbe(spec, options);
        metrics.probes.inc({ region, outcome: inspection.outcome.kind });
        const answer = { requestId, workspaceId, region, inspection };
        await queue.enqueue(urgentQueueName, "observations.inspection", answer, { jobId: requestId });
      });
    },
  };
}

function regionSealer({ secret, regionKey, region }: ProberDeps & { region: string }): Sealer {
  if (regionKey !== null) return sealerFromRegionKey(regionKey);
  if (secret !== null) return sealerForRegion(secret, region);
  throw new Error(`Probing from ${region} needs ROLLCALL_REGION_KEY or ROLLCALL_SECRET.`);
}

function openSpec(sealer: Sealer, sealedSpec: string, context: string): ProbeSpec {
  return probeSpec.parse(JSON.parse(openSealed(sealer, sealedSpec, context)));
}

/** What an older program has sealed is bound to nothing; its form is opened for one release more. */
function openSealed(sealer: Sealer, sealedSpec: string, context: string): string {
  try {
    return sealer.open(sealedSpec, context);
  } catch {
    return sealer.open(sealedSpec, oldSealContext);
  }
}
