import { describe, expect, it } from "vitest";
import { countOf, formatBytes, formatDuration, formatShare, listNames } from "./index.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [999, "0 s"],
    [12_400, "12 s"],
    [240_000, "4 min"],
    [252_999, "4 min 12 s"],
    [3_600_000, "1 h"],
    [11_100_000, "3 h 5 min"],
    [3_601_000, "1 h"],
    [187_200_000, "2 d 4 h"],
  ])("says %i ms as %s", (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [3.45 * 1024 ** 3, "3.5 GiB"],
    [120.9 * 1024 ** 3, "120 GiB"],
    [3000 * 1024 ** 4, "3000 TiB"],
  ])("says %i bytes as %s", (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe("formatShare", () => {
  it.each([
    [174, 200, "87 %"],
    [0, 200, "0 %"],
    [200, 200, "100 %"],
    [1, 2000, "under 1 %"],
    [1999, 2000, "over 99 %"],
    [0, 0, "–"],
  ])("says %i of %i as %s", (part, whole, expected) => {
    expect(formatShare(part, whole)).toBe(expected);
  });
});

describe("listNames", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
    [["a", "b", "c", "d"], "a, b and 2 more"],
  ])("lists %j as %s", (names, expected) => {
    expect(listNames(names)).toBe(expected);
  });
});

describe("countOf", () => {
  it.each([
    [0, "0 probes"],
    [1, "1 probe"],
    [2, "2 probes"],
  ])("counts %i as %s", (count, expected) => {
    expect(countOf(count, "probe")).toBe(expected);
  });
});
