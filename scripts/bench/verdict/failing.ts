/** Rollouts that do not succeed: none may be called live, and each must be told for what it is. */
import { fastTimes } from "./healthy.ts";
import { evenly, type IsNew, type Manners, replacedAt } from "./pods.ts";
import { between, type Play, pick, type Scenario, type Setting } from "./scenario.ts";
import { deadlineSeconds, neverLive, type Stop, stoppedPlay, toldInTime, toldSoon } from "./stopped.ts";

/** All pods but `left`, `each` seconds apart. */
function allBut(left: number, setting: Setting, each: number): Pick<Stop, "isNew" | "at"> {
  const times = evenly(setting.pods - left, between(setting.random, 20, 40), each);
  return { isNew: () => replacedAt(times), at: Math.max(...times) };
}

/** One old pod that stays, with some manners. */
function lingering(setting: Setting, manners: Manners = {}): Play {
  const each = between(setting.random, 2, 6);
  return stoppedPlay({ setting, ...allBut(1, setting, each), manners });
}

export const failingScenarios: readonly Scenario[] = [
  {
    name: "never started",
    about: "nothing is ever replaced",
    pods: [1, 3, 10, 50],
    regions: [1, 2],
    runs: { full: 160, quick: 4 },
    targets: { ...neverLive, medianSeconds: 10, overdueSeconds: 10 },
    make: (setting) => {
      const play = stoppedPlay({ setting, isNew: () => () => false, at: deadlineSeconds });
      return { ...play, seconds: 700, watchOnSeconds: 20 };
    },
  },
  {
    name: "stopped half-way",
    about: "a pod every 3 to 20 s, then none any more",
    pods: [2, 3, 5, 10, 20, 50],
    regions: [1, 2],
    runs: { full: 240, quick: 12 },
    targets: toldInTime,
    make: (setting) => {
      const most = Math.max(1, Math.floor(0.9 * setting.pods));
      const left = setting.pods - between(setting.random, 1, most);
      return stoppedPlay({ setting, ...allBut(left, setting, between(setting.random, 3, 20)) });
    },
  },
  {
    name: "stopped half-way, 200 pods",
    about: "a pod every 3 s, then none any more",
    pods: [200],
    regions: [1],
    runs: { full: 60, quick: 1 },
    targets: toldInTime,
    make: (setting) => stoppedPlay({ setting, ...allBut(between(setting.random, 20, 190), setting, 3) }),
  },
  {
    name: "stopped half-way, one a minute",
    about: "50 pods, of which 10 to 45 are replaced",
    pods: [50],
    regions: [1],
    runs: { full: 100, quick: 3 },
    targets: toldSoon,
    make: (setting) => stoppedPlay({ setting, ...allBut(between(setting.random, 5, 40), setting, 60) }),
  },
  {
    name: "stopped half-way, 90 s each",
    about: "60 pods, of which 10 to 54 are replaced",
    pods: [60],
    regions: [1],
    runs: { full: 100, quick: 3 },
    targets: toldSoon,
    make: (setting) => stoppedPlay({ setting, ...allBut(between(setting.random, 6, 50), setting, 90) }),
  },
  {
    name: "stopped half-way, 90 s each, named",
    about: "the same, and answers name their pod",
    pods: [60],
    regions: [1],
    runs: { full: 100, quick: 2 },
    targets: toldInTime,
    make: (setting) =>
      stoppedPlay({
        setting,
        ...allBut(between(setting.random, 6, 50), setting, 90),
        manners: { named: true },
      }),
  },
  {
    name: "one pod lingers, named",
    about: "1 of 2, 3, 5 or 10 stays old, and answers name their pod",
    pods: [2, 3, 5, 10],
    regions: [1],
    runs: { full: 160, quick: 4 },
    targets: toldInTime,
    make: (setting) => ({ ...lingering(setting, { named: true }), watchOnSeconds: 600 }),
  },
  {
    name: "one pod lingers, share at or above the tolerance",
    about: "1 of 2, 3, 5 or 10 stays old, watched for 30 min",
    pods: [2, 3, 5, 10],
    regions: [1],
    runs: { full: 320, quick: 12 },
    targets: toldInTime,
    make: (setting) => ({ ...lingering(setting), watchOnSeconds: 1500 }),
  },
  {
    name: "one pod lingers, share below the tolerance",
    about: "1 of 20, 50 or 200 stays old: live with stragglers, or stuck; no alarm in the soak",
    pods: [20, 50, 200],
    regions: [1],
    runs: { full: 240, quick: 6 },
    targets: neverLive,
    make: (setting) => {
      const { isNew, at } = allBut(1, setting, 30 / setting.pods);
      return {
        ...stoppedPlay({ setting, isNew, at }),
        event: { at, state: "live" },
        mayEnd: ["stuck"],
        watchOnSeconds: 900,
      };
    },
  },
  {
    name: "a watch of 24 h, share at the tolerance",
    about: "1 of 10 stays old, one region",
    pods: [10],
    regions: [1],
    runs: { full: 50, quick: 1 },
    targets: neverLive,
    make: (setting) => ({ ...lingering(setting), seconds: 86_390, watchOnSeconds: 86_400 }),
  },
  {
    name: "one region left behind",
    about: "two of three regions are replaced",
    pods: [3, 10],
    regions: [3],
    runs: { full: 120, quick: 4 },
    targets: toldInTime,
    make: (setting) => {
      const times = fastTimes(setting);
      const isNew = (region: string) => (region === "ap-south" ? () => false : replacedAt(times));
      return stoppedPlay({ setting, isNew, at: Math.max(...times) });
    },
  },
  {
    name: "flip-flop",
    about: "every pod is new for 20 s and old for 40, in turn",
    pods: [5, 10, 50],
    regions: [1, 2],
    runs: { full: 120, quick: 6 },
    targets: neverLive,
    make: (setting) => {
      const isNew: IsNew = (pod, second) => second >= 30 && (second + pod * 23) % 60 < 20;
      const play = stoppedPlay({ setting, isNew: () => isNew, at: 30 });
      return { ...play, seconds: 1500, mayEnd: ["rolling"] };
    },
  },
  {
    name: "slow old pods",
    about: "1 of 5 or 10 stays old and takes 2.5, 5 or 8 s to answer",
    pods: [5, 10],
    regions: [1],
    runs: { full: 320, quick: 12 },
    targets: neverLive,
    make: (setting) => {
      const ms = pick(setting.random, [2500, 5000, 8000]);
      return { ...lingering(setting, { oldMs: () => ms }), mayEnd: ["degraded"], watchOnSeconds: 600 };
    },
  },
  hungOldPods("hung old pods", 0),
  hungOldPods("hung old pods, 3 % errors", 0.03),
  {
    name: "lost samples, one pod lingers",
    about: "1 of 5 or 10 stays old, a tenth of all answers never arrives",
    pods: [5, 10],
    regions: [1],
    runs: { full: 320, quick: 8 },
    targets: neverLive,
    make: (setting) => ({ ...lingering(setting, { lost: 0.1 }), watchOnSeconds: 600 }),
  },
  {
    name: "clock skew, one pod lingers",
    about: "1 of 5 or 10 stays old, judges' clocks are up to 2 s apart",
    pods: [5, 10],
    regions: [1],
    runs: { full: 320, quick: 8 },
    targets: neverLive,
    make: (setting) => ({
      ...lingering(setting),
      watchOnSeconds: 600,
      judgeAheadMs: (random) => pick(random, [-2000, 0, 2000]),
    }),
  },
];

/** The last old pods stop answering instead of serving: their share vanishes into timeouts. */
function hungOldPods(name: string, errors: number): Scenario {
  return {
    name,
    about: "1 of 5 or 10 stays old and hangs from the first replacement on, watched for 20 min",
    pods: [5, 10],
    regions: [1],
    runs: { full: 120, quick: 8 },
    targets: { ...neverLive, falseStuck: undefined },
    make: (setting) => {
      const { isNew, at } = allBut(1, setting, between(setting.random, 2, 6));
      const play = stoppedPlay({
        setting,
        isNew,
        at,
        manners: { errors: () => errors, oldHangsFrom: at - 1 },
      });
      return {
        ...play,
        event: { at, state: "degraded" },
        rightFrom: { stuck: at, degraded: at - 1 },
        mayEnd: ["stuck", "rolling"],
        seconds: at + 1200,
      };
    },
  };
}
