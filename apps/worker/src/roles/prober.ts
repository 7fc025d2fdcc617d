/** The prober of one region: needs the queue and the region's key, nothing else. */
import { join } from "node:path";
import { startLoopClock } from "@rollcall/outbound";
import { inspectProbe, type ProbeOptions, probeUserAgent } from "@rollcall/probe";
import {
  type JobPayload,
  type JobQueue,
  onceQueueName,
  onceSealContext,
  type ProbeOnce,
  probeQueueName,
  urgentQueueName,
} from "@rollcall/queue";
import { productVersion, type Sealer, sealerForRegion, sealerFromRegionKey } from "@rollcall/runtime";
import { createLanes } from "../lanes.ts";
import { askAnchor, createAnchors } from "../prober/anchors.ts";
import { createBatchRunner } from "../prober/batch-runner.ts";
import { openSpec } from "../prober/open-spec.ts";
import { createReportBuffer } from "../prober/report-buffer.ts";
import { openSpool } from "../prober/spool.ts";
import { openSpoolFolder } from "../prober/spool-folder.ts";
import type { ProberDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Jobs in work. */
const jobsMax = 200;
/** Probes in flight that people wait for. */
const onceLanes = { max: 32, perWorkspaceMax: 4, perPlaceMax: 4 };
/** A person sees sooner that nothing answers than a monitor would. */
const onceTimeoutMsMax = 15_000;
const heartbeatMs = 5_000;
/** Between two looks at whether what could not be handed over can be now. */
const spoolMs = 1_000;
/** A probe that is still under way this long after the prober was told to stop is let go. */
const patienceMs = 5_000;

/** Starts probing from one region. Throws when there is neither the secret nor the region's key. */
export async function startProber(deps: ProberDeps & { region: string }): Promise<RunningRole> {
  const { queue, guard, metrics, region, workerId } = deps;
  const log = deps.log.child({ role: "prober", region });
  const stopping = new AbortController();
  const clock = startLoopClock();
  const sealer = regionSealer(deps);
  const { spool: limits } = deps;
  const folder = limits && openSpoolFolder(join(limits.dir, region), region, sealer);
  const spool = folder && (await openSpool({ folder, limits, queue, region, metrics, log }));
  const delivery = spool && startWorkLoop({ name: "spool", everyMs: spoolMs, log }, spool.deliver);
  const reports = createReportBuffer({ queue, log, region, workerId, spool, metrics });
  const userAgent = probeUserAgent(productVersion, deps.baseUrl, region);
  const options = { guard, clock, signal: stopping.signal, userAgent };
  const anchors = createAnchors(deps.anchors, (url) => askAnchor(url, options));
  const batches = createBatchRunner({ anchors, region, sealer, options, metrics, log, report: reports.add });
  const startedAt = Date.now();
  const egressAddresses = [...deps.egressAddresses];
  const heart = startWorkLoop({ name: "heartbeat", everyMs: heartbeatMs, log }, () =>
    beat(queue, {
      region,
      workerId,
      version: productVersion,
      startedAt,
      sentAt: Date.now(),
      egressAddresses,
      opensSealedItems: true,
    }),
  );
  const handlers = { "probe.batch": batches.run, "probe.once": onceRunner(deps, sealer, options) };
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
      await batches.ended();
      clearTimeout(impatience);
      clock.stop();
      await reports.close();
      await delivery?.stop();
    },
  };
}

async function beat(queue: JobQueue, heartbeat: JobPayload<"region.heartbeat">): Promise<void> {
  await queue.enqueue(urgentQueueName, "region.heartbeat", heartbeat);
}

/** Probes for a person, a few at once for each workspace. */
function onceRunner(
  { queue, metrics, region }: ProberDeps & { region: string },
  sealer: Sealer,
  options: ProbeOptions & { signal: AbortSignal },
): (request: ProbeOnce) => Promise<void> {
  const lanes = createLanes(onceLanes);
  return async (request) => {
    const { requestId, workspaceId, sealedSpec, expiresAt } = request;
    const asked = openSpec(sealer, sealedSpec, onceSealContext(request));
    const spec = { ...asked, timeoutMs: Math.min(asked.timeoutMs, onceTimeoutMsMax) };
    await lanes.run({ workspaceId, place: new URL(spec.url).host }, async () => {
      if (Date.now() > expiresAt || options.signal.aborted) return;
      const inspection = await inspectProbe(spec, options);
      metrics.probes.inc({ region, outcome: inspection.outcome.kind });
      const answer = { requestId, workspaceId, region, inspection };
      await queue.enqueue(urgentQueueName, "observations.inspection", answer, { jobId: requestId });
    });
  };
}

function regionSealer({ secret, regionKey, region }: ProberDeps & { region: string }): Sealer {
  if (regionKey !== null) return sealerFromRegionKey(regionKey);
  if (secret !== null) return sealerForRegion(secret, region);
  throw new Error(`Probing from ${region} needs ROLLCALL_REGION_KEY or ROLLCALL_SECRET.`);
}
