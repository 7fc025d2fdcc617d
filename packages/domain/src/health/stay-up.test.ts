import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer, minute, play, policy, regions } from "../../test/health-play.ts";
import { foldHealth } from "./fold-health.ts";
import { judgeHealth } from "./judge-health.ts";
import { stayUp } from "./stay-up.ts";

/** Judged after these rounds; then `+` marks the regions that have answered well once more, half a minute later. */
function playOn(rounds: readonly string[], answered: string, afterMs: number) {
  const { fold, at } = play(rounds);
  const before = judgeHealth(fold, policy, at);
  const newestAt = at + minute / 2;
  const heard = regions.filter((_, i) => answered[i] === "+");
  const now = at + afterMs;
  const newest = Object.fromEntries(heard.map((region) => [region, newestAt]));
  const answers = heard.map((region) => answer(region, newestAt, true));
  return {
    stays: stayUp(before.verdict, policy, newest, now),
    judged: () => judgeHealth(foldHealth(before.state, policy, answers), policy, now).verdict,
  };
}

describe("stayUp", () => {
  it("says what the judge would say, whenever it says anything", () => {
    const round = fc.string({ unit: fc.constantFrom("+", "+", "+", "-", " "), minLength: 4, maxLength: 4 });
    const rounds = fc.array(round, { minLength: 1, maxLength: 6 });
    const afterMs = fc.integer({ min: minute / 2, max: 5 * minute });
    let said = 0;
    fc.assert(
      fc.property(rounds, round, afterMs, (before, answered, after) => {
        const { stays, judged } = playOn(before, answered, after);
        if (stays === null) return;
        said++;
        expect(stays).toEqual(judged());
      }),
      { numRuns: 2_000 },
    );
    expect(said).toBeGreaterThan(20);
  });

  it.each([
    { name: "every region has answered again", rounds: ["++++"], answered: "++++", stays: true },
    { name: "one was never heard", rounds: ["+++ "], answered: "+++ ", stays: true },
    { name: "one has fallen silent", rounds: ["++++"], answered: "+++ ", stays: false },
    { name: "one is heard for the first time", rounds: ["+++ "], answered: "++++", stays: false },
    { name: "one has just failed", rounds: ["++++", "+++-"], answered: "++++", stays: false },
    { name: "it is down", rounds: ["----", "----"], answered: "++++", stays: false },
    { name: "one fails for good", rounds: ["+++-", "+++-"], answered: "++++", stays: false },
  ])("of a monitor of which $name: $stays", ({ rounds, answered, stays }) => {
    expect(playOn(rounds, answered, policy.freshMs + 1).stays !== null).toBe(stays);
  });

  it("leaves a monitor to the judge whose settings are others now", () => {
    const { verdict } = judgeHealth(play(["++++"]).fold, policy, play(["++++"]).at);
    const newest = Object.fromEntries(regions.map((region) => [region, play(["++++"]).at + minute]));
    const now = play(["++++"]).at + policy.freshMs;
    expect(stayUp(verdict, policy, newest, now)).not.toBeNull();
    expect(stayUp(verdict, { ...policy, freshMs: policy.freshMs * 2 }, newest, now)).toBeNull();
    expect(stayUp(verdict, { ...policy, regions: regions.slice(1) }, newest, now)).toBeNull();
    expect(stayUp(verdict, { ...policy, enabled: false }, newest, now)).toBeNull();
  });
});
