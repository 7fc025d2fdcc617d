import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AnswerCounts,
  answerFigures,
  countBits,
  countMax,
  latencyBucket,
  latencyError,
  mergeAnswers,
} from "./answer-counts.ts";

const good = (totalMs: number): AnswerCounts => [latencyBucket(totalMs) * 2 ** countBits + 1];
const failed: AnswerCounts = [1];
const latencies = fc.array(fc.double({ min: 1, max: 600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

function exact(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

describe("answerFigures", () => {
  it.each([
    {
      name: "nothing was probed",
      counts: [],
      expected: { probes: 0, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null },
    },
    {
      name: "all failed",
      counts: mergeAnswers([failed, failed]),
      expected: { probes: 2, failed: 2, p50Ms: null, p95Ms: null, p99Ms: null },
    },
    {
      name: "below a millisecond is told as one",
      counts: mergeAnswers([good(0.2), good(0), failed]),
      expected: { probes: 3, failed: 1, p50Ms: 1, p95Ms: 1, p99Ms: 1 },
    },
  ])("$name", ({ counts, expected }) => {
    expect(answerFigures(counts)).toEqual(expected);
  });

  it("tells every quantile within the error, of any latencies", () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const figures = answerFigures(mergeAnswers(values.map(good)));
        for (const [share, told] of [
          [0.5, figures.p50Ms],
          [0.95, figures.p95Ms],
          [0.99, figures.p99Ms],
        ] as const) {
          const truth = exact(values, share);
          expect(Math.abs((told ?? Number.NaN) - truth) / truth).toBeLessThanOrEqual(latencyError + 1e-9);
        }
      }),
    );
  });
});

describe("mergeAnswers", () => {
  it("gives the same however it is cut and ordered, and loses no probe", () => {
    fc.assert(
      fc.property(latencies, fc.nat(5), fc.nat(200), (values, failures, cut) => {
        const parts = [...values.map(good), ...Array.from({ length: failures }, () => failed)];
        const at = cut % parts.length;
        const inTwo = mergeAnswers([mergeAnswers(parts.slice(at)), mergeAnswers(parts.slice(0, at))]);
        expect(inTwo).toEqual(mergeAnswers(parts));
        expect(answerFigures(inTwo)).toMatchObject({ probes: parts.length, failed: failures });
      }),
    );
  });

  it("stays at the greatest count that fits", () => {
    const full = [latencyBucket(100) * 2 ** countBits + countMax];
    expect(mergeAnswers([full, good(100)])).toEqual(full);
  });
});

describe("latencyBucket", () => {
  it("fits into its bits, whatever it is given", () => {
    for (const ms of [0, 1, 1.01, 600_000, 1e300, Number.POSITIVE_INFINITY])
      expect(latencyBucket(ms) * 2 ** countBits + countMax).toBeLessThan(2 ** 31);
  });
});
