/** Rollouts of which something else must be told than that they are live or stuck. */
import type { Random } from "../../../packages/domain/test/random.ts";
import { fastTimes, healthyPlay } from "./healthy.ts";
import { evenly, type IsNew, replacedAt } from "./pods.ts";
import { between, factsFor, pick, type Scenario } from "./scenario.ts";
import { neverLive, stoppedPlay } from "./stopped.ts";

export const troubledScenarios: readonly Scenario[] = [
  {
    name: "canary",
    about: "2 to 5 of 10 pods are new and stay so for 15 min",
    pods: [10],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: { ...neverLive, medianSeconds: 60 },
    make: (setting) => {
      const share = between(setting.random, 2, 5) / 10;
      const at = between(setting.random, 20, 40);
      const play = stoppedPlay({
        setting,
        isNew: () => (pod, second) => pod < share * 10 && second >= at,
        at,
      });
      const facts = factsFor(setting, { strategy: "canary", targetShare: share });
      return {
        ...play,
        facts,
        rightFrom: {},
        event: { at, state: "at_target" },
        watchOnSeconds: 840,
        seconds: 960,
      };
    },
  },
  {
    name: "bad release",
    about: "12, 20, 50 or 100 % of the new version's answers fail",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 240, quick: 8 },
    targets: { ...neverLive, medianSeconds: 60 },
    make: (setting) => {
      const times = fastTimes(setting);
      const play = healthyPlay(setting, times, { newFails: pick(setting.random, [0.12, 0.2, 0.5, 1]) });
      const at = times[0] ?? 0;
      return { ...play, event: { at, state: "degraded" }, rightFrom: { degraded: at }, seconds: at + 900 };
    },
  },
  {
    name: "too few old pods",
    about: "a quarter of all probes fails while pods are replaced",
    pods: [10],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: { ...neverLive, medianSeconds: 60 },
    make: (setting) => {
      const times = evenly(10, 30, 15);
      const errors = (second: number) => (second >= 45 && second < 180 ? 0.25 : 0);
      const play = healthyPlay(setting, times, { errors });
      return { ...play, event: { at: 45, state: "degraded" }, rightFrom: { degraded: 45 }, seconds: 200 };
    },
  },
  {
    name: "slow release",
    about: "the new version takes 250 to 290 ms, the old one 40 to 80",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: { ...neverLive, medianSeconds: 90 },
    make: (setting) => {
      const times = fastTimes(setting);
      const play = healthyPlay(setting, times, { newMs: (random) => 250 + random() * 40 });
      const at = times[0] ?? 0;
      return { ...play, event: { at, state: "degraded" }, rightFrom: { degraded: at }, seconds: at + 900 };
    },
  },
  {
    name: "slow release, one answer in five",
    about: "a fifth of the new version's answers takes a second, the others are as before",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: neverLive,
    make: (setting) => {
      const times = fastTimes(setting);
      const newMs = (random: Random) => (random() < 0.2 ? 1000 : 40) + random() * 40;
      const play = healthyPlay(setting, times, { newMs });
      const at = times[0] ?? 0;
      return { ...play, event: { at, state: "degraded" }, rightFrom: { degraded: at }, seconds: at + 900 };
    },
  },
  {
    name: "slow release, under a slow tail",
    about: "a tenth of all answers takes a second; the others take 300 ms instead of 40 to 80",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: { ...neverLive, medianSeconds: 90 },
    make: (setting) => {
      const times = fastTimes(setting);
      const tailed = (usualMs: number) => (random: Random) =>
        (random() < 0.1 ? 1000 : usualMs) + random() * 40;
      const play = healthyPlay(setting, times, { oldMs: tailed(40), newMs: tailed(300) });
      const at = times[0] ?? 0;
      return { ...play, event: { at, state: "degraded" }, rightFrom: { degraded: at }, seconds: at + 900 };
    },
  },
  {
    name: "old version returns",
    about: "live, then 1 of 5 pods is old again",
    pods: [5],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: neverLive,
    make: (setting) => {
      const back = 240;
      const times = evenly(5, 30, 5);
      const isNew: IsNew = (pod, second) => replacedAt(times)(pod, second) && !(pod === 0 && second >= back);
      const play = stoppedPlay({ setting, isNew: () => isNew, at: back });
      return {
        ...play,
        event: { at: back, state: "old_returned" },
        rightFrom: { old_returned: back },
        seconds: 900,
      };
    },
  },
  {
    name: "rolled back",
    about: "live, then every pod is old again, unannounced",
    pods: [5],
    regions: [1, 2],
    runs: { full: 120, quick: 4 },
    targets: { ...neverLive, medianSeconds: 60 },
    make: (setting) => {
      const [back, times] = [240, evenly(5, 30, 5)];
      const isNew: IsNew = (pod, second) => replacedAt(times)(pod, second) && second < back + pod * 3;
      const play = stoppedPlay({ setting, isNew: () => isNew, at: back });
      return {
        ...play,
        event: { at: back + 12, state: "rolled_back" },
        rightFrom: { old_returned: back },
        seconds: 900,
      };
    },
  },
  {
    name: "identity mismatch",
    about: "all answers move to a version that was not announced, before or after a deadline of a minute",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 120, quick: 8 },
    targets: { ...neverLive, medianSeconds: 60 },
    make: (setting) => {
      const times = fastTimes(setting);
      const play = healthyPlay(setting, times, { newIs: "f00bf00" });
      const { policy } = play.facts;
      const progressDeadlineMs = pick(setting.random, [60_000, 600_000]);
      const at = Math.max(...times);
      return {
        ...play,
        facts: { ...play.facts, policy: { ...policy, progressDeadlineMs } },
        event: { at, state: "unverifiable" },
        seconds: at + 900,
        watchOnSeconds: 300,
      };
    },
  },
];
