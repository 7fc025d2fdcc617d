import { type MaintenanceWire, patchMaintenanceInput } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { draftOfWindow, type EditDraft, patchOfDraft } from "./edit-draft.ts";

const once: MaintenanceWire = {
  ...{ id: "mnt_1", service: "checkout-api", environment: null, reason: "new disks", state: "scheduled" },
  ...{ sentence: "Once", from: "2026-11-24T22:00:31.000Z", until: "2026-11-24T23:00:31.000Z", repeat: null },
  ...{ current: null, next: null, version: "v1", createdBy: "Ana", createdAt: "2026-11-22T09:00:00.000Z" },
  ...{ endedAt: null, endedBy: null },
};
const weekly: MaintenanceWire = {
  ...once,
  until: null,
  repeat: {
    ...{ every: "week", weekdays: ["sat"], monthDay: null, at: "02:00" },
    ...{ durationMinutes: 45, timeZone: "Asia/Tokyo" },
  },
};
const tenthAtNoon = new Date(2026, 11, 10, 12);

describe("a draft of a change", () => {
  it.each<{ name: string; window: MaintenanceWire; change: Partial<EditDraft>; expected: object | null }>([
    { name: "nothing, seconds that no input shows included", window: once, change: {}, expected: null },
    { name: "nothing of a series", window: weekly, change: {}, expected: null },
    { name: "the reason", window: weekly, change: { reason: "more" }, expected: { reason: "more" } },
    {
      name: "the end by the clock of this machine",
      window: once,
      change: { until: "2026-12-10T12:00" },
      expected: { until: tenthAtNoon.toISOString() },
    },
    {
      name: "the start",
      window: once,
      change: { from: "2026-12-10T12:00" },
      expected: { from: tenthAtNoon.toISOString() },
    },
    {
      name: "how often",
      window: weekly,
      change: { every: "month", monthDay: "3" },
      expected: {
        repeat: {
          ...{ every: "month", weekdays: [], monthDay: 3, at: "02:00" },
          ...{ durationMinutes: 45, timeZone: "Asia/Tokyo" },
        },
      },
    },
  ])("asks for what was changed of the version seen, and no more: $name", ({ window, change, expected }) => {
    const patch = patchOfDraft(window, { ...draftOfWindow(window), ...change });
    expect(patch).toEqual(expected && { ...expected, version: once.version });
    expect(patchMaintenanceInput.nullable().safeParse(patch).error).toBeUndefined();
  });
});
