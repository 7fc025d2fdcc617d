/** A monitor's health played in rounds, one answer of each region a minute. */
import { foldHealth, type HealthFold, startHealth } from "../src/health/fold-health.ts";
import { judgeHealth } from "../src/health/judge-health.ts";
import type { HealthPolicy } from "../src/health/types.ts";
import type { Observation } from "../src/observation.ts";

export const start = Date.UTC(2026, 10, 22, 9);
export const minute = 60_000;
export const regions = ["eu-west", "us-east", "ap-south", "sa-east"];

/** The defaults for a monitor probed every minute from four regions. */
export const policy: HealthPolicy = {
  regions,
  quorum: null,
  failureThreshold: 2,
  recoveryThreshold: 2,
  freshMs: 130_000,
  heldMs: 900_000,
  answerWithinMs: 15_000,
  advisoryAlertMs: 600_000,
  enabled: true,
};

/** An answer of one region, well or a refused connection. */
export function answer(
  region: string,
  at: number,
  isGood: boolean,
  change: Partial<Observation> = {},
): Observation {
  return {
    workspaceId: "ws_a",
    environmentId: "env_a",
    monitorId: "mon_a",
    region,
    scheduledAt: at,
    seq: 0,
    variant: "plain",
    configVersion: 1,
    startedAt: at,
    finishedAt: at + 50,
    timings: { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 40, transferMs: 1 },
    totalMs: 50,
    remoteAddress: "203.0.113.7",
    outcome: isGood ? { kind: "answered", status: 200, body: "read" } : { kind: "refused" },
    version: null,
    instance: null,
    cache: {},
    failedAssertions: [],
    tlsDaysLeft: null,
    ...change,
  };
}

/** Rounds of one answer per region: `+` good, `-` failed, space none. Gives the fold and each round's health. */
export function play(
  rounds: readonly string[],
  rules = policy,
): { fold: HealthFold; healths: string[]; at: number } {
  let fold = startHealth(start);
  let at = start;
  const healths = rounds.map((round, i) => {
    at = start + i * minute;
    const marks = rules.regions.map((region, j) => ({ region, mark: round[j] }));
    const answers = marks
      .filter(({ mark }) => mark !== " ")
      .map(({ region, mark }) => answer(region, at, mark === "+"));
    const judged = judgeHealth(foldHealth(fold, rules, answers), rules, at);
    fold = judged.state;
    return judged.verdict.health;
  });
  return { fold, healths, at };
}
