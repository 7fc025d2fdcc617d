import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearestTags } from "./nearest-tags.ts";

describe("nearestTags", () => {
  it.each([
    ["lastest", ["1.0.0", "latest", "stable"], ["latest"]],
    ["1.42.0", ["v1.42.0", "1.42.0-alpine", "1.9.9", "main"], ["v1.42.0", "1.42.0-alpine"]],
    ["1.42", ["1.42.0", "1.41.0", "2.0.0"], ["1.42.0"]],
    ["V1.2.3", ["v1.2.3"], ["v1.2.3"]],
    ["relaese-7", ["release-7", "release-8"], ["release-7", "release-8"]],
    ["1.42.0", ["1.42.1", "1.42.2", "1.42.3", "1.42.4"], ["1.42.1", "1.42.2", "1.42.3"]],
    ["9f2c1e7", ["0b1d3a4", "latest"], []],
    ["main", [], []],
  ])("for %s of %j suggests %j", (wanted, tags, expected) => {
    expect(nearestTags(wanted, tags)).toEqual(expected);
  });

  it("looks through thousands of long tags in a moment", () => {
    const tags = Array.from({ length: 5000 }, (_, i) => `${"x".repeat(120)}${i}`);
    // Of the processor's time: something else may have the machine for a while.
    const began = process.cpuUsage();
    nearestTags(`${"y".repeat(120)}1`, tags);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
  });
});

describe("editDistance", () => {
  it.each([
    ["lastest", "latest", 1],
    ["abcd", "acbd", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
    ["same", "same", 0],
  ])("from %s to %s is %d", (a, b, expected) => {
    expect(editDistance(a, b, 10)).toBe(expected);
  });

  it("is the same both ways, and only gives up on what is farther than the limit", () => {
    const word = fc.stringMatching(/^[abc]{0,12}$/);
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 12 }), (a, b, limit) => {
        const far = editDistance(a, b, 100);
        expect(editDistance(b, a, 100)).toBe(far);
        expect(Math.min(editDistance(a, b, limit), limit + 1)).toBe(Math.min(far, limit + 1));
      }),
    );
  });
});
