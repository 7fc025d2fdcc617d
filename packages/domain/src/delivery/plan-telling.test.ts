import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChannelPace, isForDigest, paceWithinMs, planTelling, stormCalmMs } from "./plan-telling.ts";

const now = 1_000_000_000;
const quiet: ChannelPace = { singles: 0, lastAt: null, digestAt: null };

describe("when a channel hears of one more notice", () => {
  it.each([
    { name: "alone", pace: quiet, expected: { at: now, inDigest: false } },
    {
      name: "the tenth",
      pace: { ...quiet, singles: 9, lastAt: now },
      expected: { at: now, inDigest: false },
    },
    {
      name: "the eleventh within a minute",
      pace: { ...quiet, singles: 10, lastAt: now - 2_000 },
      expected: { at: now + 13_000, inDigest: true },
    },
    {
      name: "while a digest is planned",
      pace: { singles: 5, lastAt: now + 12_000, digestAt: now + 12_000 },
      expected: { at: now + 12_000, inDigest: true },
    },
    {
      name: "right after a digest",
      pace: { singles: 5, lastAt: now - 1_000, digestAt: now - 1_000 },
      expected: { at: now + 14_000, inDigest: true },
    },
    {
      name: "alone in what is left of a storm",
      pace: { singles: 0, lastAt: now - 40_000, digestAt: now - 40_000 },
      expected: { at: now, inDigest: true },
    },
    {
      name: "while a digest that did not get through waits for hours",
      pace: { singles: 0, lastAt: now + 7_200_000, digestAt: now + 7_200_000 },
      expected: { at: now + 15_000, inDigest: true },
    },
  ])("$name", ({ pace, expected }) => {
    expect(planTelling(pace, now)).toEqual(expected);
  });

  it("loses none, holds none longer than a quarter of a minute, and keeps a storm to few messages", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(gaps, (waits) => {
        const told: { at: number; sentAt: number; inDigest: boolean }[] = [];
        let at = now;
        for (const wait of waits) {
          at += wait;
          const plan = planTelling(paceOf(told, at), at);
          expect(plan.at - at).toBeLessThanOrEqual(15_000);
          expect(plan.at).toBeGreaterThanOrEqual(at);
          told.push({ at, sentAt: plan.at, inDigest: plan.inDigest });
        }
        const messages = [
          ...told.filter(({ inDigest }) => !inDigest).map(({ sentAt }) => sentAt),
          ...new Set(told.filter(({ inDigest }) => inDigest).map(({ sentAt }) => sentAt)),
        ];
        for (const start of messages)
          expect(messages.filter((sent) => sent >= start && sent < start + paceWithinMs).length).toBeLessThan(
            16,
          );
      }),
    );
  });
});

/** As the notifier reads it from what it has written down. */
function paceOf(told: { at: number; sentAt: number; inDigest: boolean }[], at: number): ChannelPace {
  const recent = told.filter((one) => one.at > at - stormCalmMs);
  const lastOf = (times: number[]) => (times.length === 0 ? null : Math.max(...times));
  return {
    singles: recent.filter((one) => !one.inDigest && one.at > at - paceWithinMs).length,
    lastAt: lastOf(recent.map((one) => one.sentAt)),
    digestAt: lastOf(recent.filter((one) => one.inDigest).map((one) => one.sentAt)),
  };
}

describe("what may stand in a digest", () => {
  const alert = { tone: "problem", sample: false, incidentId: "inc_1" } as const;
  it.each([
    { name: "an alert by mail", notice: alert, kind: "email", expected: true },
    {
      name: "an alert in PagerDuty, which has one a dedup key",
      notice: alert,
      kind: "pagerduty",
      expected: false,
    },
    { name: "an event for a program", notice: alert, kind: "webhook", expected: false },
    { name: "a test", notice: { ...alert, sample: true }, kind: "slack", expected: false },
    { name: "who is on it", notice: { ...alert, tone: "note" as const }, kind: "slack", expected: false },
    { name: "a probe outage", notice: { ...alert, incidentId: null }, kind: "slack", expected: false },
    {
      name: "a deploy that is live",
      notice: { tone: "info" as const, sample: false, incidentId: null },
      kind: "teams",
      expected: true,
    },
  ])("$name: $expected", ({ notice, kind, expected }) => {
    expect(isForDigest(notice, kind)).toBe(expected);
  });
});
