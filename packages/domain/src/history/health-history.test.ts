import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HealthState, healthStates } from "../glossary.ts";
import { type HealthSpan, measureUptime } from "../maintenance/index.ts";
import {
  changesOfHealth,
  type HealthChange,
  healthSpans,
  type PresentHealth,
  underMaintenance,
} from "./health-history.ts";

describe("changesOfHealth", () => {
  it.each<{
    name: string;
    before: PresentHealth | null;
    health: HealthState;
    now: number;
    expected: HealthChange[];
  }>([
    {
      name: "a first judgement",
      before: null,
      health: "up",
      now: 5,
      expected: [{ at: 5, was: "unknown", health: "up" }],
    },
    { name: "nothing new", before: { health: "up", knownUntil: 9 }, health: "up", now: 5, expected: [] },
    {
      name: "it went down",
      before: { health: "up", knownUntil: 9 },
      health: "down",
      now: 5,
      expected: [{ at: 5, was: "up", health: "down" }],
    },
    {
      name: "a judge a little late changes nothing",
      before: { health: "up", knownUntil: 1_000 },
      health: "up",
      now: 61_000,
      expected: [],
    },
    {
      name: "what passed while nobody judged is not known",
      before: { health: "up", knownUntil: 1_000 },
      health: "up",
      now: 3_600_000,
      expected: [
        { at: 1_000, was: "up", health: "no_data" },
        { at: 3_600_000, was: "no_data", health: "up" },
      ],
    },
    {
      name: "and stays unknown while there is no answer yet",
      before: { health: "down", knownUntil: 1_000 },
      health: "no_data",
      now: 3_600_000,
      expected: [{ at: 1_000, was: "down", health: "no_data" }],
    },
    {
      name: "a pause needs nobody to look again",
      before: { health: "paused", knownUntil: null },
      health: "unknown",
      now: 3_600_000,
      expected: [{ at: 3_600_000, was: "paused", health: "unknown" }],
    },
  ])("$name", ({ before, health, now, expected }) => {
    expect(changesOfHealth(before, health, now)).toEqual(expected);
  });
});

describe("healthSpans", () => {
  it.each<{ name: string; changes: HealthChange[]; present: PresentHealth; expected: HealthSpan[] }>([
    {
      name: "without a change the present holds",
      changes: [],
      present: { health: "up", knownUntil: null },
      expected: [{ health: "up", from: 10, until: 20 }],
    },
    {
      name: "but only for as long as it is known",
      changes: [],
      present: { health: "up", knownUntil: 14 },
      expected: [{ health: "up", from: 10, until: 14 }],
    },
    {
      name: "each change ends what was",
      changes: [
        { at: 12, was: "up", health: "down" },
        { at: 15, was: "down", health: "up" },
      ],
      present: { health: "up", knownUntil: 30 },
      expected: [
        { health: "up", from: 10, until: 12 },
        { health: "down", from: 12, until: 15 },
        { health: "up", from: 15, until: 20 },
      ],
    },
    {
      name: "a change afterwards says what was until then",
      changes: [{ at: 25, was: "down", health: "up" }],
      present: { health: "up", knownUntil: 30 },
      expected: [{ health: "down", from: 10, until: 20 }],
    },
  ])("$name", ({ changes, present, expected }) => {
    expect(healthSpans(changes, present, 10, 20)).toEqual(expected);
  });

  it("adds up to the same, in one piece or in two", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(...healthStates)));
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 99 }), (taken, cut) => {
        let at = 0;
        let was: HealthState = "up";
        const changes = taken.map(([step, health]) => {
          at += step;
          const change = { at, was, health };
          was = health;
          return change;
        });
        const present = { health: was, knownUntil: 90 };
        const measure = (from: number, until: number) =>
          measureUptime(
            healthSpans(
              changes.filter((change) => change.at >= from),
              present,
              from,
              until,
            ),
            from,
            until,
          );
        const [whole, left, right] = [measure(0, 100), measure(0, cut), measure(cut, 100)];
        for (const part of ["upMs", "downMs", "maintenanceMs", "unknownMs"] as const)
          expect(left[part] + right[part]).toBe(whole[part]);
      }),
    );
  });
});

describe("underMaintenance", () => {
  it("takes the time of maintenance out of whatever was judged then", () => {
    const spans: HealthSpan[] = [
      { health: "up", from: 0, until: 40 },
      { health: "down", from: 40, until: 60 },
      { health: "up", from: 60, until: null },
    ];
    const ofEnvironment: HealthSpan[] = [
      { health: "up", from: 0, until: 30 },
      { health: "maintenance", from: 30, until: 50 },
    ];
    expect(measureUptime(underMaintenance(spans, ofEnvironment), 0, 100)).toEqual({
      share: 70 / 80,
      upMs: 70,
      downMs: 10,
      maintenanceMs: 20,
      unknownMs: 0,
    });
  });
});
