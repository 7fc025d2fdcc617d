import { describe, expect, it } from "vitest";
import { addUpUptime, type HealthLength } from "./add-up-uptime.ts";

describe("addUpUptime", () => {
  it.each<{ name: string; lengths: HealthLength[]; expected: Partial<ReturnType<typeof addUpUptime>> }>([
    {
      name: "leaves maintenance out of the share",
      lengths: [
        { health: "up", ms: 60 },
        { health: "maintenance", ms: 30 },
        { health: "down", ms: 10 },
      ],
      expected: { share: 60 / 70, upMs: 60, downMs: 10, maintenanceMs: 30, unknownMs: 0 },
    },
    {
      name: "counts an advisory as up, and what nothing is known of as neither",
      lengths: [
        { health: "advisory", ms: 10 },
        { health: "no_data", ms: 20 },
        { health: "paused", ms: 20 },
      ],
      expected: { share: 1, upMs: 10, unknownMs: 90 },
    },
    {
      name: "says nothing of a time that was all maintenance",
      lengths: [{ health: "maintenance", ms: 100 }],
      expected: { share: null, maintenanceMs: 100, unknownMs: 0 },
    },
  ])("$name", ({ lengths, expected }) => {
    expect(addUpUptime(lengths, 100)).toMatchObject(expected);
  });
});
