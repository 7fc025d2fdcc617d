import { describe, expect, it } from "vitest";
import { describeProbing } from "./describe-probing.ts";

const plan = { version: 1, mode: "watching", count: 5, everyMs: 2000, compareCache: false } as const;

describe("describeProbing", () => {
  it.each([
    [plan, false, "5 probes every 2 s from each region."],
    [
      { ...plan, mode: "stuck", count: 1, everyMs: 10_000, compareCache: true },
      false,
      "1 probe every 10 s from each region until something moves again, one more past the caches.",
    ],
    [{ ...plan, mode: "interval" }, false, "Probed at each monitor's own interval."],
    [null, false, "Probed at each monitor's own interval."],
    [plan, true, "Not probed for this deploy any more."],
  ] as const)("says %j, ended %s", (input, hasEnded, expected) => {
    expect(describeProbing(input, hasEnded)).toBe(expected);
  });
});
