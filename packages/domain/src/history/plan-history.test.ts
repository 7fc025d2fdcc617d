import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { historyWindows, planHistory, rollupSpanMs } from "./plan-history.ts";

const now = Date.UTC(2026, 10, 22, 9, 17, 30);

describe("planHistory", () => {
  it.each([
    { window: "24h", series: 3, span: "minute", stepMinutes: 10, columns: 144 },
    { window: "24h", series: 5, span: "hour", stepMinutes: 60, columns: 24 },
    { window: "7d", series: 30, span: "hour", stepMinutes: 120, columns: 84 },
    { window: "7d", series: 40, span: "day", stepMinutes: 1440, columns: 7 },
    { window: "30d", series: 1, span: "day", stepMinutes: 1440, columns: 30 },
    { window: "90d", series: 500, span: "day", stepMinutes: 1440, columns: 90 },
  ] as const)("$window of $series series is read by the $span", ({ window, series, ...expected }) => {
    const plan = planHistory(window, series, now);
    expect(plan).toMatchObject({ span: expected.span, stepMs: expected.stepMinutes * 60_000 });
    expect(Math.ceil((plan.until - plan.from) / plan.stepMs)).toBe(expected.columns);
  });

  it("reads few rows, and begins each column where its roll-ups begin", () => {
    fc.assert(
      fc.property(fc.constantFrom(...historyWindows), fc.integer({ min: 1, max: 60 }), (window, series) => {
        const { span, from, until, stepMs } = planHistory(window, series, now);
        expect(((until - from) / rollupSpanMs[span]) * series).toBeLessThanOrEqual(6_000);
        expect(from % stepMs).toBe(0);
        expect(stepMs % rollupSpanMs[span]).toBe(0);
      }),
    );
  });
});
