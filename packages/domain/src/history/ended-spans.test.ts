import { describe, expect, it } from "vitest";
import type { HealthState } from "../glossary.ts";
import type { HealthSpan } from "../maintenance/add-up-uptime.ts";
import { endedSpans, type HeldHealth } from "./ended-spans.ts";

describe("endedSpans", () => {
  it.each<{ name: string; before: HeldHealth; health: HealthState; now: number; expected: HealthSpan[] }>([
    {
      name: "what still holds has not ended",
      before: { health: "up", since: 0, knownUntil: 9 },
      health: "up",
      now: 5,
      expected: [],
    },
    {
      name: "it went down",
      before: { health: "up", since: 0, knownUntil: 9 },
      health: "down",
      now: 5,
      expected: [{ health: "up", from: 0, until: 5 }],
    },
    {
      name: "a judge a little late loses nothing",
      before: { health: "up", since: 0, knownUntil: 1_000 },
      health: "up",
      now: 61_000,
      expected: [],
    },
    {
      name: "what passed while nobody judged is not known",
      before: { health: "up", since: 0, knownUntil: 1_000 },
      health: "up",
      now: 3_600_000,
      expected: [
        { health: "up", from: 0, until: 1_000 },
        { health: "no_data", from: 1_000, until: 3_600_000 },
      ],
    },
    {
      name: "an outage that nobody watched on is not held against the target either",
      before: { health: "down", since: 500, knownUntil: 1_000 },
      health: "no_data",
      now: 3_600_000,
      expected: [
        { health: "down", from: 500, until: 1_000 },
        { health: "no_data", from: 1_000, until: 3_600_000 },
      ],
    },
    {
      name: "a pause needs nobody to look again",
      before: { health: "paused", since: 0, knownUntil: 1_000 },
      health: "up",
      now: 3_600_000,
      expected: [{ health: "paused", from: 0, until: 3_600_000 }],
    },
    {
      name: "nothing of no length is kept",
      before: { health: "unknown", since: 5, knownUntil: null },
      health: "up",
      now: 5,
      expected: [],
    },
  ])("$name", ({ before, health, now, expected }) => {
    expect(endedSpans(before, health, now)).toEqual(expected);
  });
});
