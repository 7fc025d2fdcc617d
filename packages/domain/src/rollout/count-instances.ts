import type { Instant } from "../glossary.ts";
import { historySpanMs } from "./history.ts";
import { instancesMax, type RolloutState } from "./state.ts";
import type { InstanceCount } from "./types.ts";
import type { RolloutView } from "./view.ts";

/** An instance that still serves is missed this often by as many answers as are asked for. */
const missRisk = 0.01;

type Instance = { name: string } & RolloutState["instances"][string];

/**
 * Instances that named themselves in answers, by what they answered last; `null` when none did. One that has not
 * answered for longer than the shown window is gone when its monitor and region have had so many answers since that
 * one of equally many instances would have been met with 99 % (or when nobody remembers how many).
 */
export function countInstances(view: RolloutView): InstanceCount {
  const serving = servingInstances(view);
  if (serving.length === 0) return null;
  const count = (bucket: string) => serving.filter((instance) => instance.bucket === bucket).length;
  return { expected: count("expected"), previous: count("previous"), total: serving.length };
}

/** The names of instances that still serve another version, in alphabetical order. */
export function oldInstances(view: RolloutView): string[] {
  return servingInstances(view)
    .filter(({ bucket }) => bucket === "previous" || bucket === "other")
    .map(({ name }) => name)
    .sort();
}

/**
 * How many instances serve the expected version, where every part that is heard names them and all of them are known;
 * `null` elsewhere. One more of them is progress that needs no statistics.
 */
export function countReplaced(view: RolloutView): number | null {
  const isNamed = view.parts.every(
    ({ isSilent, kept }) => isSilent || Object.keys(kept.instances).length > 0,
  );
  if (!isNamed) return null;
  const serving = servingInstances(view);
  if (serving.length === 0 || serving.length >= instancesMax) return null;
  const replaced = serving.filter(({ bucket }) => bucket === "expected").length;
  // Perhaps only the old version names its instances.
  return replaced === 0 && view.firstSeenAt !== null ? null : replaced;
}

function servingInstances(view: RolloutView): Instance[] {
  const named = Object.entries(view.state.instances).map(([name, last]) => ({ name, ...last }));
  return named.length === 0 ? [] : stillServing(named, view);
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
