import type { Instant } from "../glossary.ts";
import { historySpanMs } from "./history.ts";
import type { RolloutState } from "./state.ts";
import type { InstanceCount } from "./types.ts";
import type { RolloutView } from "./view.ts";

/** An instance that still serves is missed this often by as many answers as are asked for. */
const missRisk = 0.01;

type Instance = RolloutState["instances"][string];

/**
 * Instances that named themselves in answers, by what they answered last; `null` when none did. One that has not
 * answered for longer than the shown window is gone when its monitor and region have had so many answers since that
 * one of equally many instances would have been met with 99 % (or when nobody remembers how many).
 */
export function countInstances(view: RolloutView): InstanceCount {
  const named = Object.values(view.state.instances);
  if (named.length === 0) return null;
  const serving = stillServing(named, view);
  const count = (bucket: string) => serving.filter((instance) => instance.bucket === bucket).length;
  return { expected: count("expected"), previous: count("previous"), total: serving.length };
}

/** Every one that goes makes the others likelier to be met, so the rest is looked at again. */
function stillServing(instances: readonly Instance[], view: RolloutView): Instance[] {
  const answersNeeded = Math.log(missRisk) / Math.log1p(-1 / (instances.length + 1));
  const left = instances.filter(
    (instance) =>
      instance.at >= view.now - view.windowMs ||
      (instance.at >= view.now - historySpanMs && answersSince(instance, view) < answersNeeded),
  );
  return left.length === instances.length ? left : stillServing(left, view);
}

/** Answers to the monitor and region that met this instance last. */
function answersSince({ at, probe }: { at: Instant; probe: string }, { state }: RolloutView): number {
  const cell = state.cells.find(({ region, monitorId }) => probe.endsWith(` ${region} ${monitorId}`));
  return (cell?.history ?? []).reduce((sum, slice) => sum + (slice.at > at ? slice.answers : 0), 0);
}
