import { describe, expect, it } from "vitest";
import { nextWake } from "./next-wake.ts";

describe("nextWake", () => {
  const silence = { until: 200, says: "muted" };
  it.each([
    {
      name: "never by itself while nobody keeps it quiet",
      snoozedUntil: null,
      silence: null,
      expected: null,
    },
    { name: "when its snooze ends", snoozedUntil: 100, silence: null, expected: 100 },
    { name: "when its silence ends", snoozedUntil: null, silence, expected: 200 },
    { name: "at whichever ends first", snoozedUntil: 100, silence, expected: 100 },
  ])("$name", ({ snoozedUntil, silence, expected }) => {
    expect(nextWake({ state: "open", snoozedUntil }, silence)).toBe(expected);
    expect(nextWake({ state: "resolved", snoozedUntil }, silence)).toBeNull();
  });
});
