import { addUpUptime } from "@rollcall/domain/maintenance";
import { describe, expect, it } from "vitest";
import { historyParts, historyRanges } from "./history-columns.ts";

const minute = 60_000;
const plan = { span: "minute", from: 0, until: 25 * minute, stepMs: 10 * minute } as const;
/** One answer of up to a millisecond, and one that failed. */
const good = 2 ** 22 + 1;
const failed = 1;

describe("historyParts", () => {
  it("has a column for every step, the last one as long as it has lasted", () => {
    const up = historyRanges(plan).map(({ from, until }) =>
      addUpUptime([{ health: "up", ms: until - Math.max(from, 5 * minute) }], until - from),
    );
    const { columns, stepSeconds, total } = historyParts(plan, [], up);
    expect(total.upSeconds).toBe(1200);
    expect(stepSeconds).toBe(600);
    expect(columns.map(({ at, upSeconds, probes }) => [at, upSeconds, probes])).toEqual([
      ["1970-01-01T00:00:00.000Z", 300, 0],
      ["1970-01-01T00:10:00.000Z", 600, 0],
      ["1970-01-01T00:20:00.000Z", 300, 0],
    ]);
  });

  it("adds regions up to columns, and columns to regions and everything", () => {
    const { columns, regions, total } = historyParts(
      plan,
      [
        { at: 0, region: "us", answers: [failed, good] },
        { at: 0, region: "eu", answers: [good] },
        { at: 10 * minute, region: "us", answers: [good] },
      ],
      [],
    );
    expect(columns.map(({ probes }) => probes)).toEqual([3, 1, 0]);
    expect(regions.map(({ region, probes, failed }) => [region, probes, failed])).toEqual([
      ["eu", 1, 0],
      ["us", 3, 1],
    ]);
    expect(total).toMatchObject({ probes: 4, failed: 1, p50Ms: 1 });
  });
});
