import { describe, expect, it } from "vitest";
import { nextDueAt } from "./phase.ts";
import { type ProbeCadence, probesDue } from "./probes-due.ts";

const watching = { mode: "watching", count: 3, everyMs: 2000, compareCache: false } as const;
const monitor: ProbeCadence = { monitorId: "mon_a", region: "eu-west", intervalMs: 60_000, plan: null };

function tickOf(everyMs: number): number {
  return nextDueAt({ monitorId: "mon_a", region: "eu-west", everyMs }, Date.UTC(2026, 10, 22));
}

describe("probesDue", () => {
  const cases = [
    { name: "one plain probe at the interval", plan: null, every: 60_000, expected: ["plain"] },
    { name: "a burst of plain probes", plan: watching, every: 2000, expected: ["plain", "plain", "plain"] },
    {
      name: "one busted probe beside the plain ones when the cache is compared",
      plan: { ...watching, compareCache: true },
      every: 2000,
      expected: ["plain", "plain", "plain", "busted"],
    },
    {
      name: "the interval when the plan says so",
      plan: { mode: "interval", count: 0, everyMs: 0, compareCache: false } as const,
      every: 60_000,
      expected: ["plain"],
    },
  ];
  it.each(cases)("gives $name", ({ plan, every, expected }) => {
    const slots = probesDue({ ...monitor, plan }, tickOf(every));
    expect(slots.map((slot) => slot.variant)).toEqual(expected);
    expect(slots.map((slot) => slot.seq)).toEqual(expected.map((_, seq) => seq));
  });

  it("gives nothing between ticks", () => {
    expect(probesDue({ ...monitor, plan: watching }, tickOf(2000) + 1000)).toEqual([]);
  });
});
