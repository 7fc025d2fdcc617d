import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { countOf } from "./count.ts";
import { formatDuration, formatMs, formatOffset, formatRelative, formatRoughDuration } from "./duration.ts";
import { setSentence } from "./sentence.ts";
import { formatShare, sharePercent } from "./share.ts";
import { shortVersion } from "./version.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("a duration names its two largest units", () => {
  test.each([
    { seconds: 0, expected: "0 s" },
    { seconds: -3, expected: "0 s" },
    { seconds: 0.9, expected: "0 s" },
    { seconds: 59.9, expected: "59 s" },
    { seconds: 60, expected: "1 min" },
    { seconds: 252, expected: "4 min 12 s" },
    { seconds: 3605, expected: "1 h" },
    { seconds: 7440, expected: "2 h 4 min" },
    { seconds: 90_000, expected: "1 d 1 h" },
  ])("$seconds s is $expected", ({ seconds, expected }) => {
    expect(plain(formatDuration(seconds))).toBe(expected);
  });
});

describe("a distance in time", () => {
  test.each([
    { at: 1000, now: 1500, expected: "now" },
    { at: 0, now: 2000, expected: "2 s ago" },
    { at: 0, now: 252_000, expected: "4 min ago" },
    { at: 12_000, now: 0, expected: "in 12 s" },
    { at: 1500, now: 0, expected: "now" },
  ])("from $at to $now is $expected", ({ at, now, expected }) => {
    expect(plain(formatRelative(at, now))).toBe(expected);
  });
});

it("keeps a rough duration to one unit", () => {
  expect(plain(formatRoughDuration(7440))).toBe("2 h");
});

it("writes an offset with its sign and a missing one as a dash", () => {
  expect(plain(formatOffset(110))).toBe("+1 min 50 s");
  expect(formatOffset(null)).toBe("–");
});

it("writes long latencies in seconds", () => {
  expect(plain(formatMs(211.6))).toBe("212 ms");
  expect(plain(formatMs(12_440))).toBe("12.4 s");
});

describe("a share", () => {
  test.each([
    { part: 174, total: 200, expected: "87 %" },
    { part: 0, total: 0, expected: "–" },
    { part: 399, total: 400, expected: "99 %" },
    { part: 1, total: 400, expected: "1 %" },
    { part: 0, total: 400, expected: "0 %" },
    { part: 400, total: 400, expected: "100 %" },
  ])("of $part in $total is $expected", ({ part, total, expected }) => {
    expect(plain(formatShare(part, total))).toBe(expected);
  });

  it("is 0 or 100 only when it is none or all", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (total, raw) => {
        const part = Math.min(raw, total);
        const percent = sharePercent(part, total);
        expect(percent === 0).toBe(part === 0);
        expect(percent === 100).toBe(part === total);
      }),
    );
  });
});

describe("a version in a column", () => {
  test.each([
    { version: "1.42.0", expected: "1.42.0" },
    { version: "4f0c2a9b5e1d4f0c2a9b5e1d4f0c2a9b5e1d4f0c", expected: "4f0c2a9b5e" },
    { version: `sha256:${"ab".repeat(32)}`, expected: "ababababab" },
    { version: "v1.2.3-14-g4f0c2a9", expected: "v1.2.3-14-g4f0c2a9" },
  ])("$version is $expected", ({ version, expected }) => {
    expect(shortVersion(version)).toBe(expected);
  });
});

test.each([
  {
    text: "4f0c2a9b5e1d4f0c2a9b5e1d4f0c2a9b5e1d4f0c is stuck: 12 of 40 probes",
    expected: "4f0c2a9b5e is stuck: 12 of 40 probes",
  },
  { text: `app@sha256:${"ab".repeat(32)} cannot be pulled`, expected: "app@ababababab cannot be pulled" },
  { text: "1.42.0 has 4f0c2a9 in it", expected: "1.42.0 has 4f0c2a9 in it" },
  { text: "87 % for 9 min 39 s.", expected: "87\u00a0% for 9\u00a0min 39\u00a0s." },
  { text: "3 services, 2 sets, 4 d-days", expected: "3 services, 2 sets, 4 d-days" },
])("sets a sentence: $expected", ({ text, expected }) => {
  expect(setSentence(text)).toBe(expected);
});

it("counts one and many", () => {
  expect(plain(countOf(1, "service"))).toBe("1 service");
  expect(plain(countOf(1200, "probe"))).toBe("1,200 probes");
});
