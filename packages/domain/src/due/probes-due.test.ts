import { describe, expect, it } from "vitest";
import { isDue } from "./phase.ts";
import { type ProbeCadence, probesDue } from "./probes-due.ts";

const watching = { mode: "watching", count: 3, everyMs: 2000, compareCache: false } as const;
const interval = { mode: "interval", count: 0, everyMs: 0, compareCache: false } as const;
const who = { monitorId: "mon_a", region: "eu-west" };

/** A second at which the interval of 61 seconds and the burst of two seconds are due, or not. */
function secondWhere(due: { interval: boolean; burst: boolean }): number {
  for (let at = Date.UTC(2026, 10, 22); ; at += 1000) {
    const isIntervalDue = isDue({ ...who, everyMs: 61_000 }, at);
    const isBurstDue = isDue({ ...who, everyMs: 2000 }, at);
    if (isIntervalDue === due.interval && isBurstDue === due.burst) return at;
  }
}

describe("probesDue", () => {
  const cases: {
    name: string;
    plan: ProbeCadence["plan"];
    due: { interval: boolean; burst: boolean };
    expected: string[];
  }[] = [
    { name: "nothing between ticks", plan: watching, due: { interval: false, burst: false }, expected: [] },
    {
      name: "one probe at the interval, without a deploy",
      plan: null,
      due: { interval: true, burst: false },
      expected: ["plain 0"],
    },
    {
      name: "no burst when the plan is the interval",
      plan: interval,
      due: { interval: false, burst: true },
      expected: [],
    },
    {
      name: "a burst",
      plan: watching,
      due: { interval: false, burst: true },
      expected: ["plain 10", "plain 11", "plain 12"],
    },
    {
      name: "the interval's probe during a burst, so that health keeps its pace",
      plan: watching,
      due: { interval: true, burst: false },
      expected: ["plain 0"],
    },
    {
      name: "one cache-busted probe beside a burst that compares the cache",
      plan: { ...watching, compareCache: true },
      due: { interval: false, burst: true },
      expected: ["plain 10", "plain 11", "plain 12", "busted 900"],
    },
  ];
  const slotsOf = (cadence: Partial<ProbeCadence>, at: number) =>
    probesDue({ ...who, intervalMs: 61_000, plan: null, ...cadence }, at).map(
      (slot) => `${slot.variant} ${slot.seq}`,
    );
  it.each(cases)("gives $name", ({ plan, due, expected }) => {
    expect(slotsOf({ plan }, secondWhere(due))).toEqual(expected);
  });

  it("asks the origin beside each comparison, where the monitor names one, and never without", () => {
    const at = secondWhere({ interval: false, burst: true });
    const compared = { ...watching, compareCache: true };
    expect(slotsOf({ plan: compared, hasOrigin: true }, at).slice(-2)).toEqual(["busted 900", "origin 901"]);
    expect(slotsOf({ plan: compared }, at).at(-1)).toBe("busted 900");
    expect(slotsOf({ plan: watching, hasOrigin: true }, at).at(-1)).toBe("plain 12");
  });

  it("looks at a page's files at their own pace, also between bursts, and only where the plan says", () => {
    const page = { ...who, everyMs: 15_000 };
    const plan = { ...interval, assets: [page] };
    const start = Date.UTC(2026, 10, 22);
    const minute = Array.from({ length: 60 }, (_, i) => start + i * 1000);
    const looks = (region: string) =>
      minute.filter((at) => slotsOf({ plan, region }, at).includes("assets 902"));
    expect(looks(who.region)).toEqual(minute.filter((at) => isDue(page, at)));
    expect(looks("us-east")).toEqual([]);
  });
});
