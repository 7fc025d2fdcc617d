import { describe, expect, it } from "vitest";
import { findUnstorable, hasNul } from "./unstorable-text.ts";

const nest = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

describe("findUnstorable", () => {
  it.each([
    {
      name: "plain text, emoji and lists",
      input: { a: ["é", "🚀", 1, null, true], "b/c": {} },
      expected: undefined,
    },
    { name: "a NUL", input: { identity: "1.4\0" }, expected: "#/identity" },
    { name: "a NUL deep inside", input: { a: [{ "b/c~d": ["x", "\0"] }] }, expected: "#/a/0/b~1c~0d/1" },
    { name: "a NUL in a name", input: { metadata: { "a\0b": 1 } }, expected: "#/metadata" },
    { name: "the first half of a pair alone", input: { a: "\ud83d" }, expected: "#/a" },
    { name: "the second half alone", input: { a: "x\ude80" }, expected: "#/a" },
    { name: "the halves the wrong way round", input: { a: "\ude80\ud83d" }, expected: "#/a" },
    { name: "text alone", input: "\0", expected: "#" },
    { name: "many, of which the first is named", input: ["a", "\0", "\0"], expected: "#/1" },
    { name: "64 lists in lists", input: nest(64), expected: undefined },
    { name: "more of them than can be walked", input: nest(30_000), expected: `#${"/0".repeat(65)}` },
  ])("finds in $name: $expected", ({ input, expected }) => {
    expect(findUnstorable(input)?.pointer).toBe(expected);
  });
});

describe("hasNul", () => {
  it.each([
    ["/api/v1/services/a%00b", true],
    ["/api/v1/deploys?service=%00", true],
    ["/api/v1/services/a%2500b", false],
  ])("of %s is %s", (url, expected) => {
    expect(hasNul(url)).toBe(expected);
  });
});
