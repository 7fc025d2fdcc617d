import { describe, expect, it } from "vitest";
import { mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import type { EarlierTimes } from "./types.ts";
import { usualSpan } from "./usual.ts";

const seconds = (...values: number[]) => values.map((value) => value * 1000);
/** Five rollouts that were seen after about 10 s and live after about 40. */
const earlierTimes: EarlierTimes[] = [38, 40, 41, 40, 300].map((live) => ({
  firstSeenMs: 10_000,
  liveMs: live * 1000,
}));

describe("usualSpan", () => {
  it.each([
    { name: "too few", durations: seconds(60, 60, 60), expected: null },
    { name: "all alike", durations: seconds(60, 60, 60, 60), expected: { usualMs: 60_000, lateMs: 90_000 } },
    {
      name: "short ones, of which half more is still soon",
      durations: seconds(10, 10, 10, 10),
      expected: { usualMs: 10_000, lateMs: 40_000 },
    },
    {
      name: "one that took for ever, which moves nothing",
      durations: seconds(60, 61, 59, 60, 7200),
      expected: { usualMs: 60_000, lateMs: 90_000 },
    },
  ])("of $name", ({ durations, expected }) => {
    expect(usualSpan(durations)).toEqual(expected);
  });

  it("grants a service whose rollouts differ as much as they do", () => {
    expect(usualSpan(seconds(60, 120, 180, 240, 300))?.lateMs).toBeGreaterThan(400_000);
  });
});

describe("a rollout of a service whose earlier ones are known", () => {
  const facts = quickFacts({ earlierTimes });
  const sentenceAfter = (secondsIn: number, fleet = mix((s) => (s < 20 ? 0 : 0.5))) =>
    play({ facts, fleet, seconds: secondsIn }).verdict;

  it("says how long it usually takes", () => {
    expect(sentenceAfter(30).sentence).toContain("It is usually live after 40 s.");
  });

  it("says of one that is not even seen that it is late, and of one that is seen but not live", () => {
    const unseen = sentenceAfter(
      50,
      mix(() => 0),
    );
    expect(unseen.sentence).toContain("much later than usual: it is usually seen after 10 s.");
    expect(unseen.numbers).toMatchObject({ laterThanUsual: "first_seen", usualLiveMs: 40_000 });
    const seen = sentenceAfter(75);
    expect(seen.sentence).toContain("much later than usual: it is usually live after 40 s.");
  });

  it("alarms nobody by being late, and says nothing more once it is live", () => {
    expect(
      sentenceAfter(
        50,
        mix(() => 0),
      ).severity,
    ).toBeNull();
    const { verdict } = play({ facts, fleet: switchAt(5), seconds: 60 });
    expect(verdict.state).toBe("live");
    expect(verdict.sentence).not.toContain("usually");
  });

  it("says nothing of a service with too few rollouts", () => {
    const few = quickFacts({ earlierTimes: earlierTimes.slice(0, 3) });
    const { verdict } = play({ facts: few, fleet: mix(() => 0), seconds: 50 });
    expect(verdict.sentence).not.toContain("usual");
    expect(verdict.numbers).not.toHaveProperty("usualLiveMs");
  });
});
