import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer, minute, play, policy, regions, start } from "../../test/health-play.ts";
import { foldHealth, type HealthFold } from "./fold-health.ts";
import { judgeHealth } from "./judge-health.ts";

/** Folds answers a moment after `at` and gives what is asked, and the fold that remembers it. */
function hear(fold: HealthFold, at: number, marks: Record<string, boolean>, afterMs = 100) {
  const answers = Object.entries(marks).map(([region, isGood]) => answer(region, at, isGood));
  const { verdict, state } = judgeHealth(foldHealth(fold, policy, answers), policy, at + afterMs);
  return { asked: verdict.confirmIn, nextJudgeAt: verdict.nextJudgeAt, fold: state };
}

describe("a first failure", () => {
  const well = play(["++++"]).fold;
  const at = start + minute;

  it("asks that region again and every other that has not answered since", () => {
    expect(hear(well, at, { "eu-west": false, "us-east": true }).asked).toEqual([
      "eu-west",
      "ap-south",
      "sa-east",
    ]);
  });

  it("asks nobody twice who has not answered, until the answer is overdue", () => {
    const first = hear(well, at, { "eu-west": false });
    expect(first.asked).toEqual(regions);
    expect(hear(first.fold, at + 3000, { "us-east": true }).asked).toEqual([]);
    expect(first.nextJudgeAt).toBe(at + 100 + policy.answerWithinMs);
    expect(judgeHealth(first.fold, policy, first.nextJudgeAt ?? 0).verdict.confirmIn).toEqual(regions);
  });

  it("asks no more when the answers contradict it", () => {
    const first = hear(well, at, { "eu-west": false });
    const all = Object.fromEntries(regions.map((region) => [region, true]));
    expect(hear(first.fold, at + 1000, all)).toMatchObject({ asked: [] });
  });

  it("asks no more once the region is failing and the others have answered", () => {
    const { fold } = play(["++++", "-+++", "-+++", "-+++"]);
    expect(judgeHealth(fold, policy, start + 3 * minute + 5000).verdict.confirmIn).toEqual([]);
  });

  it("is heard out also when the others are down already, so that its recovery asks them too", () => {
    const down = play(["++++", "---+", "---+"]).fold;
    const at = start + 3 * minute;
    const first = hear(down, at, { "sa-east": false });
    expect(first.asked).toEqual(["sa-east"]);
    const second = hear(first.fold, at + 1000, { "sa-east": false });
    expect(second.asked).toEqual([]);
    expect(hear(second.fold, at + minute, { "sa-east": true }).asked).toEqual(regions);
  });

  it("gives up on asking after a while: the interval goes on", () => {
    let { fold } = hear(well, at, { "eu-west": false });
    let rounds = 0;
    for (let now = at + 1000; now < at + 10 * minute; now += 1000) {
      const { verdict, state } = judgeHealth(fold, policy, now);
      fold = state;
      if (verdict.confirmIn.length > 0) rounds += 1;
    }
    expect(rounds).toBeLessThanOrEqual(3);
  });
});

describe("a first good answer of what is down", () => {
  const down = play(["++++", "----", "----", "----"]).fold;
  const at = start + 4 * minute;

  it("asks that region again and every other that was failing", () => {
    expect(hear(down, at, { "eu-west": true }).asked).toEqual(regions);
  });

  it("asks nobody that is well already", () => {
    const { fold } = play(["++++", "---+", "---+"]);
    expect(hear(fold, start + 3 * minute, { "eu-west": true }).asked).toEqual([
      "eu-west",
      "us-east",
      "ap-south",
    ]);
  });

  it("is confirmed in seconds", () => {
    const first = hear(down, at, { "eu-west": true });
    const all = Object.fromEntries(regions.map((region) => [region, true]));
    const second = hear(first.fold, at + 1000, all);
    const third = hear(second.fold, at + 2000, all);
    expect(third.fold.shown).toBe("up");
  });

  it("asks for no failures: those it has", () => {
    const first = hear(down, at, { "eu-west": true });
    expect(hear(first.fold, at + 1000, { "eu-west": false, "us-east": false })).toMatchObject({ asked: [] });
  });
});

describe("asking", () => {
  it("costs a target at most twelve probes of each region a minute, however it flaps", () => {
    const flaps = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), {
      minLength: 20,
      maxLength: 20,
    });
    fc.assert(
      fc.property(flaps, fc.infiniteStream(fc.boolean()), (rounds, coin) => {
        let { fold } = play(["++++"]);
        const asked: { region: string; at: number }[] = [];
        let pending: Record<string, boolean> = {};
        for (let second = 0; second < rounds.length * 60; second++) {
          const at = start + minute + second * 1000;
          if (second % 60 === 0)
            pending = Object.fromEntries(
              regions.map((region, j) => [region, rounds[second / 60]?.[j] ?? true]),
            );
          const heard = hear(fold, at, pending);
          fold = heard.fold;
          asked.push(...heard.asked.map((region) => ({ region, at })));
          pending = Object.fromEntries(heard.asked.map((region) => [region, coin.next().value]));
        }
        for (const { region, at } of asked) {
          const near = asked.filter(
            (other) => other.region === region && Math.abs(other.at - at) < minute / 2,
          );
          expect(near.length).toBeLessThanOrEqual(24);
        }
        expect(asked.length).toBeLessThanOrEqual(rounds.length * regions.length * 12);
      }),
      { numRuns: 3 },
    );
  });
});
