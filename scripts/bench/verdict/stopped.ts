/** A rollout that does not go on. */
import { type IsNew, type Manners, podFleet } from "./pods.ts";
import { factsFor, type Play, type Setting, type Targets } from "./scenario.ts";

/** No false verdict of any kind. */
export const neverLive: Targets = {
  falseLive: 0.01,
  falseStuck: 0.01,
  falseDegraded: 0.01,
  falseReturned: 0.01,
  wrong: 0.01,
};
/** The default progress deadline. */
export const deadlineSeconds = 600;
/** A stall in median within 8 min. What is slow and may still be moving is given more time than the deadline shown. */
export const toldSoon: Targets = { ...neverLive, medianSeconds: 480 };
/** And none later than 10 s after that deadline. */
export const toldInTime: Targets = { ...toldSoon, overdueSeconds: 10 };

/** What stops, and when it last moved. */
export type Stop = { setting: Setting; isNew: (region: string) => IsNew; at: number; manners?: Manners };

/** A rollout that does not move after second `at`: then `stuck` is right, and `live` never is. */
export function stoppedPlay({ setting, isNew, at, manners = {} }: Stop): Play {
  return {
    facts: factsFor(setting),
    pods: podFleet(setting.pods, isNew, setting.regions, manners),
    seconds: Math.ceil(at) + 2400,
    event: { at, state: "stuck" },
    rightFrom: { stuck: at },
    watchOnSeconds: 120,
  };
}
