import { describe, expect, it } from "vitest";
import { chartColumnSeconds, chartColumns, chartMarkers } from "./rollout-chart.ts";

const slice = (seconds: number, more = {}) => ({
  at: new Date(seconds * 1000),
  expected: 0,
  previous: 0,
  other: 0,
  unreadable: 0,
  error: 0,
  ...more,
});

describe("chartColumnSeconds", () => {
  it.each([
    [60_000, 5],
    [15 * 60_000, 5],
    [20 * 60_000, 10],
    [24 * 3_600_000, 900],
    [400 * 86_400_000, 86_400],
  ])("fits a span of %i ms with columns of %i s", (span, seconds) => {
    expect(chartColumnSeconds(span)).toBe(seconds);
  });
});

describe("chartColumns", () => {
  it("adds up slices of every monitor, region and width that fall into a column, oldest first", () => {
    const columns = chartColumns(
      [
        slice(20, { expected: 2 }),
        slice(0, { previous: 3 }),
        slice(5, { previous: 1, error: 1 }),
        slice(5, { other: 4 }),
      ],
      10,
    );
    expect(columns).toEqual([
      { at: "1970-01-01T00:00:00.000Z", expected: 0, previous: 4, other: 4, unreadable: 0, error: 1 },
      { at: "1970-01-01T00:00:20.000Z", expected: 2, previous: 0, other: 0, unreadable: 0, error: 0 },
    ]);
  });
});

describe("chartMarkers", () => {
  it("marks the announcement, bad verdicts and the end in the order of time", () => {
    const markers = chartMarkers(
      { createdAt: new Date(0), startedAt: new Date(1000), endedAt: new Date(9000), state: "superseded" },
      null,
      [
        { at: new Date(2000).toISOString(), state: "rolling" },
        { at: new Date(5000).toISOString(), state: "stuck" },
      ],
    );
    expect(markers.map(({ kind, label }) => [kind, label])).toEqual([
      ["announced", "deploy"],
      ["bad", "stuck"],
      ["ended", "superseded"],
    ]);
  });
});
