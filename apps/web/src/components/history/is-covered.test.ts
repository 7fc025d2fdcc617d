import { describe, expect, it } from "vitest";
import { isCovered } from "./is-covered.ts";

const until = "2026-11-22T12:05:00.000Z";

describe("isCovered", () => {
  it.each([
    { name: "what was never judged", judgedSince: null, expected: [false, false] },
    { name: "a service of a minute", judgedSince: "2026-11-22T12:04:00.000Z", expected: [false, false] },
    { name: "a service of two days", judgedSince: "2026-11-20T12:00:00.000Z", expected: [true, false] },
    { name: "a service of a week", judgedSince: "2026-11-15T12:05:00.000Z", expected: [true, true] },
  ])("of a day and of a week: $name", ({ judgedSince, expected }) => {
    const windows = ["24h", "7d"] as const;
    expect(windows.map((window) => isCovered({ judgedSince, until }, window))).toEqual(expected);
  });
});
