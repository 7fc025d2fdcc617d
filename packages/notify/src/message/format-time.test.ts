import { describe, expect, it } from "vitest";
import { formatInstant, formatUtc, timeFact } from "./format-time.ts";

const since = Date.UTC(2026, 10, 22, 9, 31, 7);

describe("times in messages", () => {
  it.each([
    { name: "UTC alone", zone: undefined, expected: "2026-11-22 09:31:07 UTC" },
    {
      name: "the reader's zone beside it",
      zone: "Europe/Berlin",
      expected: "2026-11-22 09:31:07 UTC (22 Nov 2026, 10:31:07 Europe/Berlin)",
    },
    { name: "a zone nobody knows left out", zone: "Mars/Olympus", expected: "2026-11-22 09:31:07 UTC" },
  ])("$name", ({ zone, expected }) => {
    expect(formatInstant(since + 999, zone)).toBe(expected);
  });

  it.each([
    { tone: "problem", lastedMs: 600_000, expected: ["Since", "2026-11-22 09:31:07 UTC, for 10 min"] },
    { tone: "recovery", lastedMs: 600_000, expected: ["Lasted", "10 min, from 2026-11-22 09:31:07 UTC"] },
    { tone: "info", lastedMs: 252_000, expected: ["Took", "4 min 12 s, from 2026-11-22 09:31:07 UTC"] },
    { tone: "problem", lastedMs: -5000, expected: ["Since", "2026-11-22 09:31:07 UTC, for 0 s"] },
  ] as const)("a $tone of $lastedMs ms", ({ tone, lastedMs, expected }) => {
    expect(timeFact({ since, at: since + lastedMs, tone }, formatUtc)).toEqual(expected);
  });

  it("say nothing of what never began", () => {
    expect(timeFact({ since: null, at: since, tone: "problem" }, formatUtc)).toBeNull();
  });
});
