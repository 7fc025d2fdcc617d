import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "./sample.ts";
import { type PlanEpoch, settleTicks } from "./watermark.ts";

const start = 1_000_000;
const lateAfterMs = 15_000;
const plans: PlanEpoch[] = [{ mode: "watching", count: 2, everyMs: 2000, from: start }];
/** The first tick that certainly follows the plan. */
const steady = start + 4000;

function sample(at: number, seq: number, change: Partial<Sample> = {}): Sample {
  return {
    at,
    seq,
    isBusted: false,
    mark: "expected",
    version: "expected",
    ok: true,
    isBlocked: false,
    isEarlier: false,
    ms: 50,
    ...change,
  };
}
const tick = (at: number) => [sample(at, 10), sample(at, 11)];

describe("settleTicks", () => {
  const cases: {
    name: string;
    pending: Sample[];
    after: number | null;
    now: number;
    plans?: PlanEpoch[];
    settled: number;
    settledAt: number | null;
    nextAt: number | null;
  }[] = [
    {
      name: "lets complete ticks through at once",
      pending: [...tick(steady), ...tick(steady + 2000)],
      after: steady - 2000,
      now: steady + 2100,
      settled: 4,
      settledAt: steady + 2000,
      nextAt: null,
    },
    {
      name: "holds everything behind a sample in flight",
      pending: [sample(steady, 10), ...tick(steady + 2000)],
      after: steady - 2000,
      now: steady + 2100,
      settled: 0,
      settledAt: steady - 2000,
      nextAt: steady + lateAfterMs,
    },
    {
      name: "gives up on it when it is late",
      pending: [sample(steady, 10), ...tick(steady + 2000)],
      after: steady - 2000,
      now: steady + lateAfterMs,
      settled: 3,
      settledAt: steady + 2000,
      nextAt: null,
    },
    {
      name: "holds a complete tick behind one of which nothing has arrived",
      pending: tick(steady + 4000),
      after: steady,
      now: steady + 4100,
      settled: 0,
      settledAt: steady,
      nextAt: steady + 2000 + lateAfterMs,
    },
    {
      name: "leaves out the ticks between two bursts, whose size nobody knows",
      pending: [...tick(start + 1000), ...tick(steady)],
      after: start - 1000,
      plans: [{ mode: "stuck", count: 1, everyMs: 10_000, from: start - 60_000 }, ...plans],
      now: steady + 100,
      settled: 2,
      settledAt: steady,
      nextAt: null,
    },
    {
      name: "keeps the first ticks of the first burst for a baseline",
      pending: [...tick(start), ...tick(steady)],
      after: null,
      now: steady + 100,
      settled: 4,
      settledAt: steady,
      nextAt: null,
    },
    {
      name: "waits with them until the burst is steady",
      pending: tick(start),
      after: null,
      now: start + 500,
      settled: 0,
      settledAt: null,
      nextAt: start + lateAfterMs,
    },
    {
      name: "does not let a probe at the monitor's own interval close a burst's tick",
      pending: [sample(steady, 10), sample(steady + 1000, 0)],
      after: steady - 2000,
      now: steady + 1100,
      settled: 0,
      settledAt: steady - 2000,
      nextAt: steady + lateAfterMs,
    },
    {
      name: "does not count busted probes or intervals among a burst's",
      pending: [sample(steady, 0), ...tick(steady), sample(steady, 900, { isBusted: true })],
      after: steady - 2000,
      now: steady + 100,
      settled: 2,
      settledAt: steady,
      nextAt: null,
    },
    {
      name: "waits for stragglers of an interval, where ticks cannot be known to be complete",
      pending: [sample(start, 0)],
      after: null,
      plans: [],
      now: start + lateAfterMs - 1,
      settled: 0,
      settledAt: null,
      nextAt: start + lateAfterMs,
    },
  ];
  it.each(cases)("$name", ({ pending, after, now, settled, settledAt, nextAt, ...row }) => {
    const result = settleTicks(pending, after, row.plans ?? plans, { now, lateAfterMs });
    expect(result.settled).toHaveLength(settled);
    expect(result.settledAt).toBe(settledAt);
    expect(result.nextAt).toBe(nextAt);
    const open = pending.filter((s) => result.settledAt === null || s.at > result.settledAt);
    expect(result.pending).toEqual(open);
  });

  it("settles in scheduled order whatever arrives first, and everything once", () => {
    const ticks = Array.from({ length: 6 }, (_, i) => tick(steady + i * 2000)).flat();
    const arrivals = fc.shuffledSubarray(ticks, { minLength: ticks.length, maxLength: ticks.length });
    fc.assert(
      fc.property(arrivals, (arrived) => {
        let pending: Sample[] = [];
        let settledAt: number | null = steady - 2000;
        const order: string[] = [];
        for (const next of arrived) {
          pending = [...pending, next].sort((a, b) => a.at - b.at || a.seq - b.seq);
          const result = settleTicks(pending, settledAt, plans, { now: steady + 12_000, lateAfterMs });
          ({ pending, settledAt } = result);
          order.push(...result.settled.map(({ sample: s }) => `${s.at}/${s.seq}`));
        }
        expect(order).toEqual(ticks.map((s) => `${s.at}/${s.seq}`));
      }),
    );
  });
});
