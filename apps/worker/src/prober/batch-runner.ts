/** Makes the probes of batches, each at its instant and in lanes, and reports each as it ends. */
import { setTimeout as pause } from "node:timers/promises";
import { isBurstSeq } from "@rollcall/domain/due";
import type { Observation, Outcome } from "@rollcall/domain/observation";
import { type ProbeOptions, runProbe } from "@rollcall/probe";
import { type OpenItem, openItems, type ProbeBatch, type ProbeItem } from "@rollcall/queue";
import type { Logger, Metrics, Sealer } from "@rollcall/runtime";
import { createLanes } from "../lanes.ts";
import type { Anchors } from "./anchors.ts";
import { createConnectivity, looksOffline } from "./connectivity.ts";
import { createHostPauses } from "./host-pauses.ts";
import { createLeaderFence } from "./leader-fence.ts";
import { createSpecOpener, type OpenedSpec } from "./open-spec.ts";
import { wavesOf } from "./waves-of.ts";

type Item = OpenItem | ProbeItem;

export type BatchRunner = {
  /** Resolves when the batch makes room for the next one; its probes may still be under way. */
  run(batch: ProbeBatch): Promise<void>;
  /** When every probe that is under way or waits for its lane has ended. */
  ended(): Promise<void>;
};

/** Probes in flight: of 10,000 monitors every 30 s, a fifth that hangs for 10 s keeps 670 lanes. */
const lanesMax = { max: 1_024, perWorkspaceMax: 896, perPlaceMax: 32 };
/**
 * A batch makes room once its probes are under way, so that an overloaded prober leaves work to others of its region;
 * or this long after its last instant, so that targets that hang do not keep everybody's batches out.
 */
const heldMs = 1_000;

export function createBatchRunner(deps: {
  region: string;
  sealer: Sealer;
  options: ProbeOptions & { signal: AbortSignal };
  anchors: Anchors;
  metrics: Pick<Metrics, "probes" | "probesExpired">;
  log: Logger;
  report(observation: Observation): void;
}): BatchRunner {
  const { region, sealer, options, anchors, metrics, log, report } = deps;
  const open = createSpecOpener(sealer);
  const lanes = createLanes(lanesMax);
  const connectivity = createConnectivity();
  const pauses = createHostPauses();
  const fence = createLeaderFence();
  const running = new Set<Promise<void>>();

  /** Resolves when the probe is under way, or will not be made. */
  function launch(item: Item, expiresAt: number): Promise<void> {
    const opened = open(item);
    const { workspaceId, monitorId } = item;
    return new Promise((begun) => {
      const probing = lanes
        .run({ workspaceId, place: opened.place }, () => {
          begun();
          return probe(item, opened, expiresAt);
        })
        .catch((error) => {
          // Told to stop: what was let go of is asked for again in its next interval.
          if (!options.signal.aborted) log.error({ err: error, monitorId }, "a probe could not be made");
        })
        .finally(() => running.delete(probing));
      running.add(probing);
    });
  }

  async function probe(item: Item, { spec, host, place }: OpenedSpec, expiresAt: number): Promise<void> {
    if (Date.now() > expiresAt || options.signal.aborted) {
      metrics.probesExpired.inc({ region });
      return;
    }
    const { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant } = item;
    if (isBurstSeq(seq) && !pauses.admitsBurst(place, Date.now())) return;
    const result = await runProbe(spec, { ...options, variant, turn: { scheduledAt, seq } });
    pauses.note(place, result.retryAfterMs, Date.now());
    const judged = connectivity.judge({ workspaceId, host }, result.outcome, result.finishedAt);
    const isOurs = looksOffline(judged) && (await anchors.areLost());
    const outcome: Outcome = isOurs ? { kind: "observer_offline" } : judged;
    metrics.probes.inc({ region, outcome: outcome.kind });
    const asked = { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant };
    // The larger part is spread last: what comes after a spread is added one by one, which takes thirty times as long.
    report({ region, ...asked, ...result, outcome });
  }

  /** Resolves when each of them is under way, or will not be made. */
  async function launchAll(batchId: string, items: Item[], expiresAt: number): Promise<void> {
    const begun: Promise<void>[] = [];
    const failures: unknown[] = [];
    for (const item of items) {
      try {
        begun.push(launch(item, expiresAt));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      log.error({ batchId, probes: failures.length, err: failures[0] }, "probes could not be made");
    await Promise.all(begun);
  }

  return {
    async run(batch) {
      const { batchId, secondAt, expiresAt, leaderToken } = batch;
      if (!fence.admits(leaderToken, performance.now())) {
        log.info({ batchId, leaderToken }, "a batch of a scheduler that leads no more was dropped");
        return;
      }
      const items = await openItems(sealer, batch);
      const lateMs = Date.now() - expiresAt;
      if (lateMs > 0) {
        metrics.probesExpired.inc({ region }, items.length);
        log.info({ batchId, probes: items.length, lateMs }, "an expired batch was dropped");
        return;
      }
      const waves = wavesOf({ items, secondAt }, Date.now());
      const begun = waves.map(async ({ inMs, items: wave }) => {
        if (inMs > 0) await pause(inMs);
        await launchAll(batchId, wave, expiresAt);
      });
      await atMost(Math.max(0, ...waves.map(({ inMs }) => inMs)) + heldMs, Promise.all(begun));
    },
    async ended() {
      await Promise.all(running);
    },
  };
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
