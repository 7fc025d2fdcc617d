import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../observation.ts";
import { foldHealth, type HealthFold, startHealth } from "./fold-health.ts";
import { judgeHealth } from "./judge-health.ts";
import { isDown, quorumOf } from "./quorum.ts";
import type { HealthPolicy } from "./types.ts";

const start = Date.UTC(2026, 10, 22, 9);
const minute = 60_000;
const regions = ["eu-west", "us-east", "ap-south", "sa-east"];
const policy: HealthPolicy = {
  regions,
  quorum: null,
  failureThreshold: 2,
  recoveryThreshold: 2,
  freshMs: 130_000,
  advisoryAlertMs: 600_000,
  enabled: true,
};

function answer(region: string, at: number, isGood: boolean, change: Partial<Observation> = {}): Observation {
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
function play(rounds: string[], rules = policy): { fold: HealthFold; healths: string[]; at: number } {
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

describe("judgeHealth", () => {
  const cases = [
    { name: "is unknown before any answer", rounds: ["    "], expected: ["unknown"] },
    { name: "is up with the first good answers", rounds: ["++++"], expected: ["up"] },
    { name: "does not move on one failure", rounds: ["++++", "--++"], expected: ["up", "up"] },
    {
      name: "is an advisory when one of four regions fails",
      rounds: ["++++", "-+++", "-+++"],
      expected: ["up", "up", "advisory"],
    },
    {
      name: "is an advisory when half fails: no majority",
      rounds: ["++++", "--++", "--++"],
      expected: ["up", "up", "advisory"],
    },
    {
      name: "is down when three of four fail twice in a row",
      rounds: ["++++", "---+", "---+"],
      expected: ["up", "up", "down"],
    },
    {
      name: "stays down when two of four recover, and resolves when three have",
      rounds: ["----", "----", "++--", "++--", "+++-", "+++-"],
      expected: ["unknown", "down", "down", "down", "down", "advisory"],
    },
    {
      name: "does not flap when one half keeps coming and going",
      rounds: ["++++", "---+", "---+", "+--+", "+--+", "---+", "---+", "+--+", "+--+"],
      expected: ["up", "up", "down", "down", "down", "down", "down", "down", "down"],
    },
    {
      name: "leaves a silent region out of the quorum",
      rounds: ["++++", "+++ ", "+++ ", "+++ ", "--+ ", "--+ "],
      expected: ["up", "up", "up", "up", "up", "down"],
    },
    {
      name: "freezes without data and is still down when data returns",
      rounds: ["----", "----", "    ", "    ", "    ", "----"],
      expected: ["unknown", "down", "down", "down", "no_data", "down"],
    },
  ];
  it.each(cases)("$name", ({ rounds, expected }) => {
    expect(play(rounds).healths).toEqual(expected);
  });

  it("freezes as no_data when fewer regions are fresh than a configured quorum asks for", () => {
    const strict = { ...policy, quorum: 3 };
    expect(play(["++++", "++  ", "++  ", "++  "], strict).healths).toEqual(["up", "up", "up", "no_data"]);
  });

  it("names the one bad region and asks for an alert only when it lasts", () => {
    const { fold, at } = play(["++++", "-+++", "-+++"]);
    const early = judgeHealth(fold, { ...policy, freshMs: 10 * policy.freshMs }, at + 60_000).verdict;
    expect(early.sentence).toBe(
      "eu-west has failed for 2 min: connection refused; 3 of 4 regions answer well.",
    );
    expect(early.advisoryDue).toBe(false);
    const late = judgeHealth(fold, { ...policy, freshMs: 10 * policy.freshMs }, at + 600_000).verdict;
    expect(late.advisoryDue).toBe(true);
  });

  it("says down with who, how many and since when", () => {
    const { fold, at } = play(["++++", "---+", "---+"]);
    expect(judgeHealth(fold, policy, at + 30_000).verdict.sentence).toBe(
      "Down for 30 s: 3 of 4 regions fail. eu-west has failed for 1 min 30 s: connection refused (also us-east and ap-south).",
    );
  });

  it("asks at once: the failing region again and every region that has not answered since", () => {
    const { fold } = play(["++++"]);
    const at = start + minute;
    const folded = foldHealth(fold, policy, [answer("eu-west", at, false), answer("us-east", at, true)]);
    const { verdict, state } = judgeHealth(folded, policy, at + 100);
    expect(verdict.confirmIn).toEqual(["eu-west", "ap-south", "sa-east"]);
    expect(judgeHealth(state, policy, at + 200).verdict.confirmIn).toEqual([]);
  });

  it("stops asking once the failing region has reached its threshold and the others have answered", () => {
    const { fold } = play(["++++", "-+++", "-+++", "-+++"]);
    expect(judgeHealth(fold, policy, start + 3 * minute + 5000).verdict.confirmIn).toEqual([]);
  });

  it("wakes when the first region goes stale", () => {
    const { fold } = play(["++++"]);
    const { nextJudgeAt } = judgeHealth(fold, policy, start).verdict;
    expect(nextJudgeAt).toBe(start + policy.freshMs + 1);
    expect(judgeHealth(fold, policy, nextJudgeAt ?? 0).verdict.health).toBe("no_data");
  });

  it("is paused while it is switched off", () => {
    expect(play(["----", "----"], { ...policy, enabled: false }).healths).toEqual(["paused", "paused"]);
  });

  it.each([
    { name: "a probe of a burst", change: { seq: 12 } },
    { name: "a cache-busted probe", change: { variant: "busted" as const } },
    { name: "a probe whose region was offline", change: { outcome: { kind: "observer_offline" as const } } },
  ])("leaves $name out", ({ change }) => {
    const { fold } = play(["++++"]);
    const failures = regions.map((region) => answer(region, start + minute, false, change));
    expect(foldHealth(fold, policy, failures)).toEqual(fold);
  });

  it("does not depend on the order or the number of arrivals", () => {
    const good = fc.array(fc.boolean(), { minLength: 8, maxLength: 20 });
    const shuffled = good.chain((marks) => {
      const answers = marks.map((isGood, i) => answer("eu-west", start + i * minute, isGood));
      const arrivals = fc.shuffledSubarray([...answers, ...answers], {
        minLength: 2 * answers.length,
        maxLength: 2 * answers.length,
      });
      return fc.record({ answers: fc.constant(answers), arrivals });
    });
    fc.assert(
      fc.property(shuffled, ({ answers, arrivals }) => {
        expect(foldHealth(startHealth(start), policy, arrivals)).toEqual(
          foldHealth(startHealth(start), policy, answers),
        );
      }),
    );
  });
});

describe("quorum", () => {
  it("never resolves what it would at once call down again, for any number of regions", () => {
    for (let fresh = 1; fresh <= 12; fresh++) {
      const quorum = quorumOf(policy, fresh);
      for (let failing = 0; failing <= fresh; failing++) {
        const resolves = !isDown(true, failing, fresh, quorum);
        if (resolves) expect(isDown(false, failing, fresh, quorum)).toBe(false);
        if (resolves) expect(failing).toBeLessThan(fresh / 2);
        if (failing === 0) expect(resolves).toBe(true);
      }
    }
  });

  it.each([
    { regions: 1, expected: 1 },
    { regions: 2, expected: 2 },
    { regions: 3, expected: 2 },
    { regions: 4, expected: 3 },
    { regions: 5, expected: 3 },
  ])("is $expected of $regions fresh regions", ({ regions: fresh, expected }) => {
    expect(quorumOf(policy, fresh)).toBe(expected);
  });

  it("is never more than the regions there are", () => {
    expect(quorumOf({ ...policy, quorum: 9 }, 4)).toBe(4);
  });
});
