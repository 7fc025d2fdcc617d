import { describe, expect, it } from "vitest";
import { deployOf, regionOf } from "../../test/deploy-factory.ts";
import { isWorthALine, renderChangeLine } from "./change-line.ts";

const at = (expected: number, state: "rolling" | "live" = "rolling") =>
  deployOf({ regions: [regionOf("eu-west", { expected, previous: 100 - expected }, { state })] });

describe("isWorthALine", () => {
  it.each([
    { name: "the first", before: null, after: at(50), expected: true },
    { name: "the same", before: at(50), after: at(50), expected: false },
    { name: "a few points", before: at(50), after: at(59), expected: false },
    { name: "ten points", before: at(50), after: at(60), expected: true },
    { name: "ten points back", before: at(50), after: at(40), expected: true },
    { name: "a region that is done", before: at(99), after: at(99, "live"), expected: true },
    { name: "another state", before: at(50), after: { ...at(50), state: "stuck" as const }, expected: true },
  ])("$name: $expected", ({ before, after, expected }) => {
    expect(isWorthALine(before, after)).toBe(expected);
  });
});

describe("renderChangeLine", () => {
  it("is one line with everything on it", () => {
    const deploy = { ...at(46), sentence: "eu-west has been\nat 46 % for 4 min." };
    expect(renderChangeLine(deploy, Date.parse("2026-11-22T12:06:12Z"))).toBe(
      "[6 min 12 s]  checkout-api › production  ◔ ROLLING  eu-west has been at 46 % for 4 min.  (eu-west 46 %)",
    );
  });

  it("calls a region live instead of counting the answers before it was", () => {
    const deploy = { ...at(77, "live"), sentence: "Live." };
    expect(renderChangeLine(deploy, Date.parse("2026-11-22T12:06:12Z"))).toMatch(/\(eu-west live\)$/);
  });
});
