import { isDue } from "@rollcall/domain/due";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexMonitors } from "./monitor-index.ts";
import type { ScheduledMonitor } from "./plan-tick.ts";

const start = Date.UTC(2026, 10, 22);
const anyMonitor = fc
  .record({
    id: fc.uuid(),
    environmentId: fc.constantFrom("env_1", "env_2", "env_3"),
    intervalMs: fc.constantFrom(1_000, 10_000, 30_000, 60_000),
    regions: fc.subarray(["eu", "us", "mars"]),
  })
  .map((given) => given as ScheduledMonitor);
const anyMonitors = fc.uniqueArray(anyMonitor, { selector: ({ id }) => id, maxLength: 40 });

describe("an index of monitors", () => {
  it("finds in every second what the arithmetic calls due, in each region, and nothing else", () => {
    const second = fc.integer({ min: 0, max: 100_000 }).map((seconds) => start + seconds * 1000);
    fc.assert(
      fc.property(anyMonitors, second, (monitors, at) => {
        const index = indexMonitors(monitors, ["eu", "us"]);
        for (const region of ["eu", "us"]) {
          const due = monitors.filter(
            ({ id, intervalMs, regions }) =>
              (regions.length === 0 || regions.includes(region)) &&
              isDue({ monitorId: id, region, everyMs: intervalMs }, at),
          );
          expect(new Set(index.dueAt(region, at))).toEqual(new Set(due));
        }
        expect(index.dueAt("mars", at)).toEqual([]);
      }),
    );
  });

  it("finds each monitor by its id and by its environment", () => {
    fc.assert(
      fc.property(anyMonitors, (monitors) => {
        const index = indexMonitors(monitors, ["eu"]);
        for (const monitor of monitors) {
          expect(index.get(monitor.id)).toBe(monitor);
          expect(index.ofEnvironment(monitor.environmentId)).toContain(monitor);
        }
        expect(index.get("mon_gone")).toBeUndefined();
      }),
    );
  });
});
