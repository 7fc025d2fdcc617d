import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLines, cleanText } from "./clean-text.ts";

describe("cleanText", () => {
  const cases = [
    { name: "leaves a version alone", input: "1.42.0+build.7", expected: "1.42.0+build.7" },
    { name: "trims", input: "  1.42.0\r\n", expected: "1.42.0" },
    { name: "removes NUL", input: "1.4\u00002", expected: "1.42" },
    {
      name: "removes terminal escapes' control character",
      input: "\u001b[31m1.42\u001b[0m",
      expected: "[31m1.42[0m",
    },
    { name: "removes bidi overrides", input: "\u202e0.24.1\u202c", expected: "0.24.1" },
    { name: "removes zero-width characters", input: "1.\u200b42\u200d.\u2060\ufeff0", expected: "1.42.0" },
    { name: "removes line separators", input: "1.42\u2028.0\u2029", expected: "1.42.0" },
    { name: "removes lone surrogates", input: "1.42\ud800", expected: "1.42" },
    { name: "keeps other scripts", input: "\u7248\u672c-1", expected: "\u7248\u672c-1" },
    { name: "keeps markup as the text it is", input: "<script>", expected: "<script>" },
  ];
  it.each(cases)("$name", ({ input, expected }) => {
    expect(cleanText(input)).toBe(expected);
  });

  it("gives at most the length asked for, well-formed and on one line, whatever comes in", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 2000 }),
        fc.integer({ min: 1, max: 300 }),
        (text, max) => {
          const cleaned = cleanText(text, max);
          return cleaned.length <= max && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(cleaned);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("keeps line breaks where lines are asked for", () => {
    expect(cleanLines("a\u0000\n\tb\r\u202e", 10)).toBe("a\n\tb");
  });
});
