/** Rollouts that succeed: each must go live, soon after the last old pod is gone, and raise no alarm on the way. */
import type { Random } from "../../../packages/domain/test/random.ts";
import { evenly, type Manners, podFleet, replacedAt } from "./pods.ts";
import { between, factsFor, type Play, pick, type Scenario, type Setting, type Targets } from "./scenario.ts";

const noAlarm: Targets = {
  falseLive: 0.01,
  falseStuck: 0.01,
  falseDegraded: 0.01,
  falseReturned: 0.01,
  wrong: 0.01,
};
const soonLive: Targets = { ...noAlarm, medianSeconds: 20, p95Seconds: 40 };
const everySize = [1, 2, 3, 5, 10, 20, 50, 200];

/** When pods start to be replaced: the watch has seen the old version by then. */
function begin(random: Random): number {
  return between(random, 20, 40);
}

/** A rollout with these replacement times that goes live after the last. */
export function healthyPlay(setting: Setting, times: readonly number[], manners: Manners = {}): Play {
  const last = Math.max(...times);
  return {
    facts: factsFor(setting),
    pods: podFleet(setting.pods, () => replacedAt(times), setting.regions, manners),
    seconds: Math.ceil(last) + 600,
    event: { at: last, state: "live" },
    watchOnSeconds: 30,
  };
}

/** All pods within a minute. */
export function fastTimes({ pods, random }: Setting): number[] {
  const overSeconds = between(random, 5, 60);
  return evenly(pods, begin(random), overSeconds / pods);
}

function pauses({ pods, random }: Setting): number[] {
  let at = begin(random);
  return Array.from({ length: pods }, () => {
    at += Math.min(180, -Math.log(1 - random()) * 25);
    return at;
  });
}

function waves({ pods, random }: Setting): number[] {
  const [start, each] = [begin(random), between(random, 20, 120)];
  return Array.from({ length: pods }, (_, pod) => start + Math.ceil((4 * (pod + 1)) / pods) * each);
}

function withErrors(share: number, targets: Targets, runs: Scenario["runs"]): Scenario {
  return {
    name: `healthy, ${Math.round(share * 100)} % errors`,
    about: "all pods within a minute; a share of probes always fails without telling a version",
    pods: [1, 3, 10, 50],
    regions: [1, 2],
    runs,
    targets,
    make: (setting) => healthyPlay(setting, fastTimes(setting), { errors: () => share }),
  };
}

export const healthyScenarios: readonly Scenario[] = [
  {
    name: "healthy, fast",
    about: "all pods within 5 to 60 s",
    pods: everySize,
    regions: [1, 2, 3],
    runs: { full: 480, quick: 48 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, fastTimes(setting)),
  },
  {
    name: "healthy, slow",
    about: "a pod every 5 to 20 s",
    pods: [3, 5, 10, 20],
    regions: [1, 2],
    runs: { full: 320, quick: 16 },
    targets: soonLive,
    make: (setting) =>
      healthyPlay(setting, evenly(setting.pods, begin(setting.random), between(setting.random, 5, 20))),
  },
  {
    name: "healthy, 200 pods",
    about: "a pod every 5 s",
    pods: [200],
    regions: [1],
    runs: { full: 60, quick: 1 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, evenly(setting.pods, begin(setting.random), 5)),
  },
  {
    name: "healthy, 50 pods, one a minute",
    about: "50 minutes, seen from one region",
    pods: [50],
    regions: [1],
    runs: { full: 200, quick: 4 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, evenly(50, 0, 60)),
  },
  {
    name: "healthy, 60 pods, 90 s each",
    about: "90 minutes, seen from one region",
    pods: [60],
    regions: [1],
    runs: { full: 200, quick: 3 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, evenly(60, 0, 90)),
  },
  {
    name: "healthy, 60 pods, 90 s each, named",
    about: "the same, and answers name their pod",
    pods: [60],
    regions: [1],
    runs: { full: 100, quick: 2 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, evenly(60, 0, 90), { named: true }),
  },
  {
    name: "healthy, named, one pod an 8 min",
    about: "6 pods that take 8 min each, named in answers",
    pods: [6],
    regions: [1],
    runs: { full: 60, quick: 2 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, evenly(6, 0, 480), { named: true }),
  },
  {
    name: "healthy, uneven",
    about: "pauses of 25 s on average, now and then of up to 3 min",
    pods: [5, 10, 20, 50],
    regions: [1, 2],
    runs: { full: 240, quick: 8 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, pauses(setting)),
  },
  {
    name: "healthy, in four waves",
    about: "a quarter every 20 to 120 s",
    pods: [4, 20, 200],
    regions: [1, 2],
    runs: { full: 240, quick: 9 },
    targets: soonLive,
    make: (setting) => healthyPlay(setting, waves(setting)),
  },
  withErrors(0.01, soonLive, { full: 320, quick: 16 }),
  withErrors(0.03, soonLive, { full: 320, quick: 16 }),
  withErrors(0.05, soonLive, { full: 480, quick: 32 }),
  {
    name: "healthy, 2 % timeouts",
    about: "all pods within a minute; 2 % of the probes hang for 10 s",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 160, quick: 8 },
    targets: noAlarm,
    make: (setting) => healthyPlay(setting, fastTimes(setting), { hangs: 0.02 }),
  },
  {
    name: "healthy, lost samples",
    about: "a tenth of all answers never arrives",
    pods: [3, 10, 50],
    regions: [1, 2],
    runs: { full: 240, quick: 12 },
    targets: noAlarm,
    make: (setting) => healthyPlay(setting, fastTimes(setting), { lost: 0.1 }),
  },
  {
    name: "healthy, slow probes",
    about: "every answer takes 1 to 4 s",
    pods: [3, 10, 50],
    regions: [1, 2],
    runs: { full: 240, quick: 12 },
    targets: noAlarm,
    make: (setting) => {
      const slow = (random: Random) => 1000 + random() * 3000;
      return healthyPlay(setting, fastTimes(setting), { oldMs: slow, newMs: slow });
    },
  },
  {
    name: "healthy, clock skew",
    about: "judges whose clocks are up to 2 s apart take the reports in turn",
    pods: [3, 10, 50],
    regions: [1, 2],
    runs: { full: 240, quick: 12 },
    targets: noAlarm,
    make: (setting) => ({
      ...healthyPlay(setting, fastTimes(setting)),
      judgeAheadMs: (random) => pick(random, [-2000, 0, 2000]),
    }),
  },
  {
    name: "healthy, blue-green",
    about: "nothing for 1 to 6 min, then everything at once",
    pods: [3, 50],
    regions: [1, 2],
    runs: { full: 120, quick: 6 },
    targets: soonLive,
    make: (setting) => {
      const at = between(setting.random, 60, 360);
      return {
        ...healthyPlay(
          setting,
          Array.from({ length: setting.pods }, () => at),
        ),
        facts: factsFor(setting, { strategy: "blue_green" }),
      };
    },
  },
  {
    name: "healthy, a little worse",
    about: "failures go from 1 to 3 %, answers take 30 ms more: below the floors",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 240, quick: 12 },
    targets: noAlarm,
    make: (setting) => {
      const times = fastTimes(setting);
      return healthyPlay(setting, times, {
        errors: (second) => (second < (times[0] ?? 0) ? 0.01 : 0.03),
        newMs: (random) => 70 + random() * 40,
      });
    },
  },
  {
    name: "healthy, wild latencies",
    about: "log-normal latencies (60 ms, a few above 1 s), those of the new version a tenth longer; soaked",
    pods: [3, 10],
    regions: [1, 2],
    runs: { full: 240, quick: 8 },
    targets: noAlarm,
    make: (setting) => {
      const wild = (scale: number) => (random: Random) => {
        const [u, v] = [1 - random(), random()];
        return scale * Math.exp(1.1 * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
      };
      const play = healthyPlay(setting, fastTimes(setting), { oldMs: wild(60), newMs: wild(66) });
      return { ...play, watchOnSeconds: 900, seconds: play.seconds + 900 };
    },
  },
  {
    name: "healthy, soak of 12 pairs",
    about: "four monitors in three regions, 2 % errors, watched for 15 min after live",
    pods: [10],
    regions: [3],
    runs: { full: 60, quick: 2 },
    targets: noAlarm,
    make: (setting) => {
      const play = healthyPlay(setting, fastTimes(setting), { errors: () => 0.02 });
      const [monitor] = play.facts.monitors;
      const monitors = [0, 1, 2, 3].flatMap((n) =>
        monitor === undefined ? [] : [{ ...monitor, id: `${monitor.id}_${n}` }],
      );
      return {
        ...play,
        facts: { ...play.facts, monitors },
        seconds: play.seconds + 900,
        watchOnSeconds: 900,
      };
    },
  },
];
