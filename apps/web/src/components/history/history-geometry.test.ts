import { describe, expect, it } from "vitest";
import { type HistoryColumn, latencyPath, latencyTopMs, uptimeParts } from "./history-geometry.ts";

const column = (more: Partial<HistoryColumn> = {}): HistoryColumn => ({
  at: "2026-11-22T09:00:00.000Z",
  ...{ probes: 10, failed: 0, p50Ms: 50, p95Ms: 80, p99Ms: 90 },
  ...{ upSeconds: 0, downSeconds: 0, maintenanceSeconds: 0 },
  ...more,
});
const silent = column({ probes: 0, p50Ms: null, p95Ms: null, p99Ms: null });

describe("latencyTopMs", () => {
  it.each([
    { name: "nothing was measured", p99Ms: null, expected: 10 },
    { name: "rounded up", p99Ms: 90, expected: 100 },
    { name: "a value on the line stays", p99Ms: 200, expected: 200 },
    { name: "seconds", p99Ms: 2_100, expected: 5_000 },
    { name: "over five", p99Ms: 5_001, expected: 10_000 },
  ])("$name", ({ p99Ms, expected }) => {
    expect(latencyTopMs([{ ...silent, p99Ms }])).toBe(expected);
  });
});

describe("latencyPath", () => {
  it("steps from column to column, and stops where nothing was measured", () => {
    const columns = [column(), column({ p50Ms: 25 }), silent, column()];
    expect(latencyPath(columns, "p50Ms", { topMs: 100, width: 40, height: 100 })).toBe(
      "M0 50H10L10 75H20M30 50H40",
    );
  });
});

describe("uptimeParts", () => {
  it.each([
    { name: "nothing known", given: {}, expected: [] },
    {
      name: "up all the time",
      given: { upSeconds: 600 },
      expected: [{ part: "up", y: 0, height: 1 }],
    },
    {
      name: "a second down is seen, and takes no room that is not there",
      given: { upSeconds: 599, downSeconds: 1 },
      expected: [
        { part: "down", y: 0, height: 0.2 },
        { part: "up", y: 0.2, height: 0.8 },
      ],
    },
    {
      name: "maintenance lies between",
      given: { downSeconds: 300, maintenanceSeconds: 300 },
      expected: [
        { part: "down", y: 0, height: 0.5 },
        { part: "maintenance", y: 0.5, height: 0.5 },
      ],
    },
  ])("$name", ({ given, expected }) => {
    expect(uptimeParts(column(given), 600)).toEqual(expected);
  });
});
