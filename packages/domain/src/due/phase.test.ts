import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueTicks, isDue, nextDueAt, offsetInSecondMs, phaseMs } from "./phase.ts";

const start = Date.UTC(2026, 10, 22);
const id = fc.string({ minLength: 1, maxLength: 40 });
const everySeconds = fc.integer({ min: 1, max: 3600 });

describe("phaseMs", () => {
  const pinned = [
    { monitorId: "mon_a", everyMs: 60_000, region: "eu-west", expected: 51_000 },
    { monitorId: "mon_a", everyMs: 2000, region: "us-east", expected: 1000 },
    { monitorId: "mon_0192f0c1", everyMs: 3_600_000, region: "ap-south", expected: 1_096_000 },
    { monitorId: "mon_b", everyMs: 10_000, region: "", expected: 2000 },
  ];
  it.each(pinned)("stays the same across releases: $monitorId in $region", (row) => {
    expect(phaseMs(row.monitorId, row.everyMs, row.region)).toBe(row.expected);
  });

  it("is a whole second below the interval", () => {
    fc.assert(
      fc.property(id, everySeconds, id, (monitorId, seconds, region) => {
        const phase = phaseMs(monitorId, seconds * 1000, region);
        expect(phase).toBeGreaterThanOrEqual(0);
        expect(phase).toBeLessThan(seconds * 1000);
        expect(phase % 1000).toBe(0);
      }),
    );
  });

  it.each([0, -1000, 1500, Number.NaN])("refuses an interval of %s ms", (everyMs) => {
    expect(() => phaseMs("mon_a", everyMs)).toThrow(RangeError);
  });

  it("spreads monitors evenly over the interval: no second gets twice its share", () => {
    const perSecond = new Array<number>(60).fill(0);
    for (let i = 0; i < 60_000; i++) perSecond[phaseMs(`mon_${i}`, 60_000, "eu-west") / 1000]! += 1;
    expect(Math.max(...perSecond)).toBeLessThan(1150);
    expect(Math.min(...perSecond)).toBeGreaterThan(850);
  });

  it("staggers the regions of one monitor", () => {
    const regions = Array.from({ length: 12 }, (_, i) => `region-${i}`);
    expect(new Set(regions.map((region) => phaseMs("mon_a", 600_000, region))).size).toBeGreaterThan(9);
  });
});

describe("offsetInSecondMs", () => {
  it("stays the same across releases", () => {
    expect(offsetInSecondMs("mon_a", "eu-west")).toBe(800);
    expect(offsetInSecondMs("mon_b", "us-east")).toBe(200);
  });

  it("parts each second's monitors evenly over its fifths", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const slot = `${phaseMs(`mon_${i}`, 30_000, "eu-west")} ${offsetInSecondMs(`mon_${i}`, "eu-west")}`;
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
    }
    expect(counts.size).toBe(30 * 5);
    expect(Math.max(...counts.values())).toBeLessThan(500);
    expect(Math.min(...counts.values())).toBeGreaterThan(300);
  });
});

describe("isDue", () => {
  it("holds for exactly one second of every interval, wherever the interval is cut", () => {
    fc.assert(
      fc.property(
        id,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 1e6 }),
        (monitorId, seconds, offset) => {
          const cadence = { monitorId, region: "eu-west", everyMs: seconds * 1000 };
          let due = 0;
          for (let i = 0; i < seconds; i++) if (isDue(cadence, start + (offset + i) * 1000)) due += 1;
          expect(due).toBe(1);
        },
      ),
    );
  });
});

describe("dueTicks", () => {
  it("gives, over any split of a span, the ticks of the whole span: a restart changes nothing", () => {
    const point = fc.integer({ min: 0, max: 7200 });
    fc.assert(
      fc.property(id, everySeconds, point, point, point, (monitorId, seconds, a, b, c) => {
        const cadence = { monitorId, region: "eu-west", everyMs: seconds * 1000 };
        const [from, split, to] = [a, b, c].sort((x, y) => x - y).map((s) => start + s * 1000) as [
          number,
          number,
          number,
        ];
        const parts = [...dueTicks(cadence, from, split), ...dueTicks(cadence, split, to)];
        expect(parts).toEqual(dueTicks(cadence, from, to));
        expect(parts.every((at) => isDue(cadence, at))).toBe(true);
      }),
    );
  });

  it("finds the next tick strictly later", () => {
    const cadence = { monitorId: "mon_a", region: "eu-west", everyMs: 60_000 };
    const first = nextDueAt(cadence, start);
    expect(nextDueAt(cadence, first)).toBe(first + 60_000);
  });
});
