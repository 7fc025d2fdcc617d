import { expect, it } from "vitest";
import { isLive, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import { defaultRolloutPolicy } from "../rollout/policy.ts";
import type { StatedPolicy } from "../wire/policy.ts";
import { choosePolicy, defaultPolicy, policyConflict, proofCost, toRolloutPolicy } from "./index.ts";

/** Everything switches at second 60, the stage of a proof and nothing else. */
function playPolicy(stated: StatedPolicy) {
  expect(policyConflict(stated)).toBeNull();
  const policy = { ...defaultRolloutPolicy, ...toRolloutPolicy(choosePolicy(stated, {})) };
  return play({ facts: quickFacts({ policy }), fleet: switchAt(60), seconds: 3000, until: isLive });
}

it.each<StatedPolicy>([
  { tolerance: 0.01, risk: 0.001, progressDeadlineSeconds: 176 },
  { tolerance: 0.01, risk: 0.001, probesPerSecondMax: 1, progressDeadlineSeconds: 1748 },
  { probesPerSecondMax: 1 },
  { tolerance: 0.5, risk: 0.1 },
])("%j goes live in about the time its proof takes, and is never stuck on the way", (stated) => {
  const { states, secondsIn } = playPolicy(stated);
  expect(states).toEqual(["waiting", "rolling", "live"]);
  const { seconds } = proofCost({ ...defaultPolicy, ...stated });
  expect(secondsIn - 60).toBeGreaterThan(seconds - 5);
  expect(secondsIn - 60).toBeLessThan(1.1 * seconds + 15);
});
