import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer, minute, play, policy, regions, start } from "../../test/health-play.ts";
import { foldHealth, startHealth } from "./fold-health.ts";
import { judgeHealth } from "./judge-health.ts";
import { isDown, quorumOf } from "./quorum.ts";

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
      name: "is still down when the failing regions fall silent: silence is no recovery",
      rounds: ["++++", "---+", "---+", "   +", "   +", "   +", "   +"],
      expected: ["up", "up", "down", "down", "down", "down", "down"],
    },
    {
      name: "is up when a failing region falls silent long ago",
      rounds: ["++++", "-+++", "-+++", ...Array<string>(20).fill(" +++")],
      expected: ["up", "up", ...Array<string>(18).fill("advisory"), "up", "up", "up"],
    },
    {
      name: "is up when regions fall silent that were well",
      rounds: ["++++", "+   ", "+   ", "+   ", "+   "],
      expected: ["up", "up", "up", "up", "up"],
    },
    {
      name: "is down by the two regions that are left when both fail",
      rounds: ["++++", "++++", "--  ", "--  ", "--  "],
      expected: ["up", "up", "up", "advisory", "down"],
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

  it("keeps an advisory that was told for told while there is no data, and makes none of silence", () => {
    const { fold, at } = play(["++++", "-+++", ...Array<string>(12).fill("-+++")]);
    const silentAt = at + policy.freshMs + 1;
    const frozen = judgeHealth(fold, policy, silentAt);
    expect(frozen.verdict).toMatchObject({ health: "no_data", decided: "advisory", advisoryDue: true });
    const young = play(["++++", "-+++", "-+++", "-+++"]);
    const later = judgeHealth(young.fold, policy, young.at + 20 * minute).verdict;
    expect(later).toMatchObject({ health: "no_data", decided: "advisory", advisoryDue: false });
  });

  it("says down with who, how many and since when", () => {
    const { fold, at } = play(["++++", "---+", "---+"]);
    expect(judgeHealth(fold, policy, at + 30_000).verdict.sentence).toBe(
      "Down for 30 s: 3 of 4 regions fail. eu-west has failed for 1 min 30 s: connection refused (also us-east and ap-south).",
    );
  });

  it("says who failed when it was last heard, while it is silent", () => {
    const { fold, at } = play(["++++", "---+", "---+", "   +", "   +", "   +"]);
    expect(judgeHealth(fold, policy, at).verdict.sentence).toBe(
      "Down for 3 min: 0 of 1 region fail. eu-west, us-east and ap-south failed when they were last heard. No data from eu-west, us-east and ap-south.",
    );
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
