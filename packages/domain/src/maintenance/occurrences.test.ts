import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MaintenanceRepeat, weekdays } from "../wire/maintenance.ts";
import { nextOccurrence, occurrenceAt, occurrencesAfter } from "./occurrences.ts";
import type { MaintenanceWindow } from "./types.ts";

const at = (text: string) => Date.parse(text);
const berlin = { timeZone: "Europe/Berlin", weekdays: [], monthDay: null, durationMinutes: 60 };
const nightly: MaintenanceRepeat = { ...berlin, every: "day", at: "02:30" };

function recurring(repeat: MaintenanceRepeat, more: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  return { from: at("2026-01-01T00:00:00Z"), until: null, repeat, endedAt: null, ...more };
}

function firstOf(window: MaintenanceWindow, after: string, count: number): string[] {
  const spans: string[] = [];
  for (const { from, until } of occurrencesAfter(window, at(after))) {
    spans.push(
      `${new Date(from).toISOString().slice(0, 16)} – ${new Date(until).toISOString().slice(11, 16)}`,
    );
    if (spans.length === count) break;
  }
  return spans;
}

describe("occurrencesAfter", () => {
  it.each<{ name: string; window: MaintenanceWindow; after: string; expected: string[] }>([
    {
      name: "keeps the time of day when the clock is put forward, an hour later where that does not exist",
      window: recurring(nightly),
      after: "2026-03-28T00:00:00Z",
      expected: ["2026-03-28T01:30 – 02:30", "2026-03-29T01:30 – 02:30", "2026-03-30T00:30 – 01:30"],
    },
    {
      name: "keeps the time of day when the clock is put back, and is on once on the day with two 02:30s",
      window: recurring(nightly),
      after: "2026-10-24T00:00:00Z",
      expected: ["2026-10-24T00:30 – 01:30", "2026-10-25T00:30 – 01:30", "2026-10-26T01:30 – 02:30"],
    },
    {
      name: "is on on the named days of a week, those of its own zone",
      window: recurring({ ...berlin, every: "week", weekdays: ["sun", "wed"], at: "00:15" }),
      after: "2026-11-22T12:00:00Z",
      expected: ["2026-11-24T23:15 – 00:15", "2026-11-28T23:15 – 00:15"],
    },
    {
      name: "takes the last day of a month that is shorter",
      window: recurring({ ...berlin, every: "month", monthDay: 31, at: "12:00" }),
      after: "2026-01-31T12:00:00Z",
      expected: ["2026-02-28T11:00 – 12:00", "2026-03-31T10:00 – 11:00", "2026-04-30T10:00 – 11:00"],
    },
    {
      name: "begins and ends with the series, also in the middle of a time",
      window: recurring(nightly, { from: at("2026-05-01T01:00:00Z"), until: at("2026-05-02T01:00:00Z") }),
      after: "2026-04-01T00:00:00Z",
      expected: ["2026-05-01T01:00 – 01:30", "2026-05-02T00:30 – 01:00"],
    },
    {
      name: "is over for the time that somebody ended, and on again the next",
      window: recurring(nightly, { endedAt: at("2026-05-02T00:40:00Z") }),
      after: "2026-05-02T00:00:00Z",
      expected: ["2026-05-02T00:30 – 00:40", "2026-05-03T00:30 – 01:30"],
    },
    {
      name: "is on once without a rule",
      window: { ...recurring(nightly, { until: at("2026-01-01T02:00:00Z") }), repeat: null },
      after: "2025-01-01T00:00:00Z",
      expected: ["2026-01-01T00:00 – 02:00"],
    },
    {
      name: "is never on when it was ended in the moment it began",
      window: {
        ...recurring(nightly, { until: at("2026-01-01T02:00:00Z"), endedAt: at("2026-01-01T00:00:00Z") }),
        repeat: null,
      },
      after: "2025-01-01T00:00:00Z",
      expected: [],
    },
  ])("$name", ({ window, after, expected }) => {
    expect(firstOf(window, after, 3).slice(0, expected.length)).toEqual(expected);
    if (window.until !== null) expect(firstOf(window, after, 9)).toEqual(expected);
  });

  const rules = fc.record({
    every: fc.constantFrom("day" as const, "week" as const, "month" as const),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 6 }),
    monthDay: fc.integer({ min: 1, max: 31 }),
    minute: fc.integer({ min: 0, max: 1439 }),
    durationMinutes: fc.integer({ min: 1, max: 1439 }),
    timeZone: fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/St_Johns",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
    ),
  });

  it("answers at every instant the same as the list of all times does", () => {
    const start = at("2026-01-01T00:00:00Z");
    const year = 365 * 86_400_000;
    fc.assert(
      fc.property(rules, fc.nat(year), ({ every, days, monthDay, minute, ...rule }, offset) => {
        const window = recurring({
          ...rule,
          every,
          weekdays: every === "week" ? days : [],
          monthDay: every === "month" ? monthDay : null,
          at: `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
        });
        const now = start + offset;
        const all: { from: number; until: number }[] = [];
        for (const occurrence of occurrencesAfter(window, Math.max(start, now - 40 * 86_400_000))) {
          all.push(occurrence);
          if (occurrence.from > now) break;
        }
        expect(occurrenceAt(window, now)).toEqual(all.find((o) => o.from <= now && now < o.until) ?? null);
        expect(nextOccurrence(window, now)).toEqual(all.find((o) => o.from > now) ?? null);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
