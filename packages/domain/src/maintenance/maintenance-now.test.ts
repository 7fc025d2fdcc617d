import { describe, expect, it } from "vitest";
import { maintenanceAt, settleMs } from "./maintenance-now.ts";
import type { MaintenanceWindow } from "./types.ts";

const minute = 60_000;
const once = (from: number, until: number, endedAt: number | null = null): MaintenanceWindow => ({
  from: from * minute,
  until: until * minute,
  repeat: null,
  endedAt: endedAt === null ? null : endedAt * minute,
});

describe("maintenanceAt", () => {
  it.each<{
    name: string;
    windows: MaintenanceWindow[];
    now: number;
    expected: { until: number | null; endedAt: number | null; changesAt: number | null };
  }>([
    {
      name: "knows of nothing without windows",
      windows: [],
      now: 5 * minute,
      expected: { until: null, endedAt: null, changesAt: null },
    },
    {
      name: "waits for the next to begin",
      windows: [once(20, 30), once(10, 15)],
      now: 5 * minute,
      expected: { until: null, endedAt: null, changesAt: 10 * minute },
    },
    {
      name: "is on from the first millisecond",
      windows: [once(10, 15)],
      now: 10 * minute,
      expected: { until: 15 * minute, endedAt: null, changesAt: 15 * minute },
    },
    {
      name: "goes by the window that ends last where several are on",
      windows: [once(0, 10), once(5, 20), once(6, 8)],
      now: 7 * minute,
      expected: { until: 20 * minute, endedAt: null, changesAt: 20 * minute },
    },
    {
      name: "is over at its end, and settles for half a minute",
      windows: [once(0, 10)],
      now: 10 * minute,
      expected: { until: null, endedAt: 10 * minute, changesAt: 10 * minute + settleMs },
    },
    {
      name: "is over when somebody ended it, and settles from then on",
      windows: [once(0, 10, 4)],
      now: 4 * minute + 1000,
      expected: { until: null, endedAt: 4 * minute, changesAt: 4 * minute + settleMs },
    },
    {
      name: "has settled half a minute later",
      windows: [once(0, 10)],
      now: 10 * minute + settleMs,
      expected: { until: null, endedAt: null, changesAt: null },
    },
    {
      name: "does not settle in the middle of another window",
      windows: [once(0, 10), once(9, 12)],
      now: 10 * minute + 1000,
      expected: { until: 12 * minute, endedAt: null, changesAt: 12 * minute },
    },
  ])("$name", ({ windows, now, expected }) => {
    const { current, endedAt, changesAt } = maintenanceAt(windows, now);
    expect({ until: current?.occurrence.until ?? null, endedAt, changesAt }).toEqual(expected);
  });
});
