import { describe, expect, it } from "vitest";
import { parseDuration } from "./parse-duration.ts";

describe("parseDuration", () => {
  it.each([
    { text: "90", expected: 90_000 },
    { text: "90s", expected: 90_000 },
    { text: "10m", expected: 600_000 },
    { text: "1h30m", expected: 5_400_000 },
    { text: "1.5m", expected: 90_000 },
    { text: "500ms", expected: 500 },
    { text: "", expected: null },
    { text: "m", expected: null },
    { text: "10 m", expected: null },
    { text: "-5s", expected: null },
    { text: "10x", expected: null },
  ])("reads $text as $expected", ({ text, expected }) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
