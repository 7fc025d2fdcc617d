import { describe, expect, it } from "vitest";
import type { MaintenanceRepeat } from "../wire/maintenance.ts";
import { maintenanceSentence } from "./maintenance-sentence.ts";
import type { MaintenanceWindow } from "./types.ts";

const at = (text: string) => Date.parse(text);
const repeat: MaintenanceRepeat = {
  ...{ every: "day", weekdays: [], monthDay: null },
  ...{ at: "02:00", durationMinutes: 90, timeZone: "Europe/Berlin" },
};

describe("maintenanceSentence", () => {
  it.each<{ input: Partial<MaintenanceWindow>; expected: string }>([
    {
      input: { until: at("2026-11-22T10:30:00Z") },
      expected: "2026-11-22 09:00–10:30 UTC",
    },
    {
      input: { until: at("2026-11-23T10:30:00Z") },
      expected: "2026-11-22 09:00 – 2026-11-23 10:30 UTC",
    },
    { input: { repeat }, expected: "Every day at 02:00 (Europe/Berlin) for 1 h 30 min" },
    {
      input: { repeat: { ...repeat, every: "week", weekdays: ["sat", "sun"] } },
      expected: "Every Saturday and Sunday at 02:00 (Europe/Berlin) for 1 h 30 min",
    },
    {
      input: { repeat: { ...repeat, every: "month", monthDay: 31 }, until: at("2027-01-01T00:00:00Z") },
      expected:
        "On day 31 of every month at 02:00 (Europe/Berlin) for 1 h 30 min, until 2027-01-01 00:00 UTC",
    },
  ])("says $expected", ({ input, expected }) => {
    const window = { from: at("2026-11-22T09:00:00Z"), until: null, repeat: null, endedAt: null, ...input };
    expect(maintenanceSentence(window)).toBe(expected);
  });
});
