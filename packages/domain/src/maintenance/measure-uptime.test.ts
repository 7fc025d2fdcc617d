import { describe, expect, it } from "vitest";
import { type HealthSpan, measureUptime } from "./measure-uptime.ts";

describe("measureUptime", () => {
  it.each<{ name: string; spans: HealthSpan[]; expected: Partial<ReturnType<typeof measureUptime>> }>([
    {
      name: "leaves maintenance out of the share",
      spans: [
        { health: "up", from: 0, until: 60 },
        { health: "maintenance", from: 60, until: 90 },
        { health: "down", from: 90, until: 100 },
      ],
      expected: { share: 60 / 70, upMs: 60, downMs: 10, maintenanceMs: 30, unknownMs: 0 },
    },
    {
      name: "counts an advisory as up, and what nothing is known of as neither",
      spans: [
        { health: "advisory", from: 50, until: 60 },
        { health: "no_data", from: 60, until: 80 },
        { health: "paused", from: 80, until: null },
      ],
      expected: { share: 1, upMs: 10, unknownMs: 90 },
    },
    {
      name: "takes only what lies in the range",
      spans: [
        { health: "down", from: -50, until: 20 },
        { health: "up", from: 20, until: 400 },
      ],
      expected: { share: 0.8, upMs: 80, downMs: 20 },
    },
    {
      name: "says nothing of a time that was all maintenance",
      spans: [{ health: "maintenance", from: -5, until: null }],
      expected: { share: null, maintenanceMs: 100, unknownMs: 0 },
    },
  ])("$name", ({ spans, expected }) => {
    expect(measureUptime(spans, 0, 100)).toMatchObject(expected);
  });
});
