/** Plays one run of a scenario and holds every verdict against the truth. */
import type { DeployState } from "@rollcall/domain/glossary";
import { seeded } from "../../../packages/domain/test/random.ts";
import { playRollout, type Step } from "../../../packages/domain/test/simulate-rollout.ts";
import { matchesInRow, type NaiveRule } from "./naive.ts";
import { type Alarm, type Play, type Scenario, settingOf } from "./scenario.ts";

/** What a rule said of one run. Seconds from the true event; `null`: not told. */
export type Told = { falseLive: boolean; falseStuck: boolean; delaySeconds: number | null };

/** One run: our verdict and, beside it, those of the rules people use. */
export type RunResult = Told & {
  scenario: string;
  run: number;
  pods: number;
  regions: number;
  falseDegraded: boolean;
  falseReturned: boolean;
  wrong: boolean;
  /** How long after the deadline that the verdict had shown `stuck` was told. */
  overdueSeconds: number | null;
  states: DeployState[];
  naive: { first: Told; inRow: Told };
};

/** Matches in a row that the second naive rule asks for. */
export const rowLength = 5;
const deadlineSeconds = 600;

/** Plays the n-th run of a scenario; the same for the same seed. */
export function playRun(scenario: Scenario, run: number, seed: number): RunResult {
  const runSeed = mix(seed, scenario.name, run);
  const random = seeded(runSeed);
  const setting = settingOf(scenario, run, random);
  const play = scenario.make(setting);
  const parts = play.facts.monitors.reduce((sum, monitor) => sum + monitor.regions.length, 0);
  const naive = { first: matchesInRow(1, parts), inRow: matchesInRow(rowLength, parts) };
  const watch = new Watch(play);
  playRollout(
    {
      facts: play.facts,
      fleet: play.pods.fleet,
      seconds: play.seconds,
      seed: runSeed + 1,
      judgeAheadMs: play.judgeAheadMs,
      onReport: (observations, second) => {
        naive.first.see(observations, second);
        naive.inRow.see(observations, second);
      },
      until: () => watch.isOver,
    },
    (step) => watch.see(step),
  );
  return {
    scenario: scenario.name,
    run,
    pods: setting.pods,
    regions: setting.regions.length,
    ...watch.result(),
    naive: { first: naiveTold(naive.first, play), inRow: naiveTold(naive.inRow, play) },
  };
}

/** Keeps what was said wrongly, and when the event was told. */
class Watch {
  isOver = false;
  private readonly states: DeployState[] = [];
  private readonly alarms = new Set<Alarm>();
  private falseLive = false;
  private toldAt: number | null = null;
  private overdueSeconds: number | null = null;
  private deadlineAt: number | null = null;

  constructor(private readonly play: Play) {}

  see({ at, verdict: { state, conditions, deadlineAt }, secondsIn: second }: Step): void {
    const { event, rightFrom, watchOnSeconds = 0 } = this.play;
    if (state !== this.states.at(-1)) {
      this.states.push(state);
      if (state === "live") this.falseLive ||= isOld(this.play, second);
    }
    for (const alarm of ["stuck", "degraded", "old_returned"] as const) {
      if (conditions.includes(alarm) && second < (rightFrom?.[alarm] ?? Number.POSITIVE_INFINITY))
        this.alarms.add(alarm);
    }
    const isTold = state === event.state && (state === "live" || second >= event.at);
    if (isTold && this.toldAt === null) {
      this.toldAt = second;
      if (state === "stuck" && this.deadlineAt !== null)
        this.overdueSeconds = Math.max(0, (at - this.deadlineAt) / 1000);
    }
    this.deadlineAt = deadlineAt;
    this.isOver = this.toldAt !== null && second >= this.toldAt + watchOnSeconds;
  }

  result() {
    const { event, mayEnd = [] } = this.play;
    const end = this.states.at(-1);
    return {
      falseLive: this.falseLive,
      falseStuck: this.alarms.has("stuck"),
      falseDegraded: this.alarms.has("degraded"),
      falseReturned: this.alarms.has("old_returned"),
      wrong: end === undefined || ![event.state, ...mayEnd].includes(end),
      delaySeconds: this.toldAt === null ? null : Math.max(0, this.toldAt - event.at),
      overdueSeconds: this.overdueSeconds,
      states: this.states,
    };
  }
}

/** Whether at least the tolerated share was old, then and when the last answers were asked for. */
function isOld({ pods, facts }: Play, second: number): boolean {
  const share = Math.min(pods.oldShare(second), pods.oldShare(Math.max(0, second - 5)));
  return share >= facts.policy.tolerance;
}

/** A naive rule gives up at the deadline after the start; its alarm is false when ours would be. */
function naiveTold(rule: NaiveRule, play: Play): Told {
  const liveAt = rule.liveAt();
  const { event, rightFrom } = play;
  const isGivenUp = liveAt === null && play.seconds >= deadlineSeconds;
  const toldAt =
    event.state === "live" ? liveAt : event.state === "stuck" && isGivenUp ? deadlineSeconds : null;
  return {
    falseLive: liveAt !== null && isOld(play, liveAt),
    falseStuck: isGivenUp && deadlineSeconds < (rightFrom?.stuck ?? Number.POSITIVE_INFINITY),
    delaySeconds: toldAt === null ? null : Math.max(0, toldAt - event.at),
  };
}

function mix(seed: number, name: string, run: number): number {
  let hash = seed | 0;
  for (const char of `${name} ${run}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
