/** Old and new side by side, for a while that would fool others: never live. Ended by hand, before it is too long. */
import { waitUntil } from "@rollcall/testing/wait-until";
import type { Answer } from "../../stage/api.ts";
import type { Scenario } from "../play-scenario.ts";
import { everyRegion, isNew, roll } from "./moves.ts";

export const mixedScenarios: Scenario[] = [
  {
    // "Twenty new answers in a row and it is live" is what scripts do; a tenth of old answers lets such runs happen.
    name: "one of ten lingers",
    fleet: { pods: 10, balance: "random" },
    monitor: everyRegion,
    before: (pods) => void pods.changePods({ slots: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, isNew),
    async play({ api, deploy, cancel }) {
      await waitUntil(
        "a clean run that would fool a script",
        async () => longestCleanRun(await api.readAnswers(deploy.id)) >= 20,
        { timeoutMs: 200_000, everyMs: 3_000 },
      );
      await cancel();
    },
    states: "waiting rolling cancelled",
    told: [],
  },
  {
    name: "half and half",
    fleet: { pods: 2, balance: "random" },
    before: (pods) => void pods.changePods({ slots: [0] }, isNew),
    async play({ hear, cancel }) {
      await hear(120);
      await cancel();
    },
    states: "waiting rolling cancelled",
    told: [],
  },
  {
    name: "flip-flop",
    fleet: { pods: 6 },
    async play(scene) {
      roll(scene, { kind: "flip_flop", stepMs: 4_000, turns: 12 });
      const isOver = () => {
        const { rollout } = scene.pods.describe();
        return rollout?.stepsDone === rollout?.steps;
      };
      await waitUntil("the last turn", isOver, { timeoutMs: 120_000, everyMs: 500 });
      await scene.cancel();
    },
    states: "waiting rolling cancelled",
    told: [],
  },
];

function longestCleanRun(answers: Answer[]): number {
  let longest = 0;
  const runs = new Map<string, number>();
  for (const { region, bucket } of answers) {
    const run = bucket === "expected" ? (runs.get(region) ?? 0) + 1 : 0;
    runs.set(region, run);
    longest = Math.max(longest, run);
  }
  return longest;
}
