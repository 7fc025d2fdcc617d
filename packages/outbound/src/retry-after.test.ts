import { describe, expect, it } from "vitest";
import { readRetryAfterMs } from "./retry-after.ts";

const now = Date.UTC(2026, 10, 22, 12);

describe("readRetryAfterMs", () => {
  it.each([
    { name: "seconds", text: "120", expected: 120_000 },
    { name: "seconds with space around", text: " 5 ", expected: 5_000 },
    { name: "a part of a second", text: "0.25", expected: 250 },
    { name: "a date", text: "Sun, 22 Nov 2026 12:01:00 GMT", expected: 60_000 },
    { name: "a date that is past", text: "Sun, 22 Nov 2026 11:00:00 GMT", expected: 0 },
    { name: "the time itself, in seconds", text: String(now / 1000 + 90), expected: 90_000 },
    { name: "nonsense", text: "soon", expected: undefined },
    { name: "a span below zero", text: "-5", expected: undefined },
    { name: "nothing", text: undefined, expected: undefined },
  ])("of $name is $expected", ({ text, expected }) => {
    const headers: [string, string][] = text === undefined ? [] : [["Retry-After", text]];
    expect(readRetryAfterMs(headers, now)).toBe(expected);
  });
});
