import { describe, expect, it } from "vitest";
import { patternProblem, searchPattern } from "./search-pattern.ts";

describe("searchPattern", () => {
  const cases = [
    {
      name: "gives the first group",
      pattern: "v(\\d+)",
      text: "a v12",
      expected: { whole: "v12", group: "12" },
    },
    {
      name: "gives the whole without a group",
      pattern: "v\\d+",
      text: "a v12",
      expected: { whole: "v12", group: null },
    },
    { name: "has no match", pattern: "x", text: "abc", expected: null },
    {
      name: "gives no group that took no part",
      pattern: "a(b)?",
      text: "ac",
      expected: { whole: "a", group: null },
    },
    { name: "does not compile", pattern: "(", text: "(", expected: null },
    { name: "knows no look-behind", pattern: "(?<=a)b", text: "ab", expected: null },
  ];
  it.each(cases)("$name", ({ pattern, text, expected }) => {
    expect(searchPattern(pattern, text, false)).toEqual(expected);
  });

  it("drops a match that ends where the text was cut", () => {
    expect(searchPattern("v[\\d.]+", "v1.4", true)).toBeNull();
    expect(searchPattern("v[\\d.]+", "v1.4 ", true)).toMatchObject({ whole: "v1.4" });
  });

  const slow = ["(a+)+$", "(a|aa)+$", "([a-z]*)*x", "(?:[a-z]{0,20}){24}[0-9]", "(\\pL{0,30}){30}(\\pN)"];
  it.each(slow)("%s stays fast on a long hostile text", (pattern) => {
    // Of the processor's time: something else may have the machine for a while.
    const began = process.cpuUsage();
    searchPattern(pattern, `${"a".repeat(65_535)}!`, false);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(2000);
  });

  it("says why a pattern cannot be used", () => {
    expect(patternProblem("v(\\d+)")).toBeNull();
    expect(patternProblem("(")).toContain("missing");
    expect(patternProblem("a{1000}{1000}")).not.toBeNull();
  });
});
