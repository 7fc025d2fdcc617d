import { describe, expect, it } from "vitest";
import type { PreflightOutcome } from "./outcome.ts";
import { checkPlatforms, learnPlatforms, missingPlatforms, normalisePlatform } from "./platforms.ts";

describe("normalisePlatform", () => {
  it.each([
    ["amd64", "linux/amd64"],
    ["x86_64", "linux/amd64"],
    ["Linux/AMD64", "linux/amd64"],
    ["aarch64", "linux/arm64"],
    ["linux/arm64/v8", "linux/arm64/v8"],
    ["arm/v7", "linux/arm/v7"],
    ["windows/amd64", "windows/amd64"],
  ])("writes %s as %s", (text, expected) => {
    expect(normalisePlatform(text)).toBe(expected);
  });
});

describe("missingPlatforms", () => {
  it.each([
    [["linux/amd64"], ["linux/amd64", "linux/arm64/v8"], []],
    [["arm64"], ["linux/amd64", "linux/arm64/v8"], []],
    [["linux/arm64/v8"], ["linux/arm64"], []],
    [["linux/arm/v7"], ["linux/arm/v6"], ["linux/arm/v7"]],
    [["linux/arm"], ["linux/arm64"], ["linux/arm"]],
    [["amd64", "x86_64"], ["linux/arm64"], ["linux/amd64"]],
    [[], ["linux/arm64"], []],
  ])("of %j, %j lacks %j", (required, available, missing) => {
    expect(missingPlatforms(required, available)).toEqual(missing);
  });
});

describe("checkPlatforms", () => {
  const found = (platforms: string[]): PreflightOutcome => ({
    kind: "found",
    digest: "sha256:1",
    platforms,
    revision: null,
    version: null,
  });

  it.each([
    {
      name: "a declared platform that is missing is wrong",
      platforms: ["linux/amd64"],
      required: { declared: ["linux/amd64", "arm64"], learned: [] },
      expected: { kind: "wrong_platform", missing: ["linux/arm64"], basis: "declared" },
    },
    {
      name: "what was declared goes before what was learned",
      platforms: ["linux/arm64"],
      required: { declared: ["linux/arm64"], learned: ["linux/amd64"] },
      expected: { kind: "found" },
    },
    {
      name: "none of the platforms that ever worked is wrong",
      platforms: ["linux/arm64"],
      required: { declared: [], learned: ["linux/amd64"] },
      expected: { kind: "wrong_platform", missing: ["linux/amd64"], basis: "learned" },
    },
    {
      name: "one of several platforms may be given up",
      platforms: ["linux/amd64"],
      required: { declared: [], learned: ["linux/amd64", "linux/arm64"] },
      expected: { kind: "found" },
    },
    {
      name: "nothing is asked of the first image of a service",
      platforms: ["linux/s390x"],
      required: { declared: [], learned: [] },
      expected: { kind: "found" },
    },
    {
      name: "an image whose platforms are not known lacks none",
      platforms: [],
      required: { declared: ["linux/amd64"], learned: [] },
      expected: { kind: "found" },
    },
  ])("$name", ({ platforms, required, expected }) => {
    expect(checkPlatforms(found(platforms), required)).toMatchObject(expected);
  });

  it("leaves any other outcome alone", () => {
    const outcome: PreflightOutcome = { kind: "network_failed", detail: "connection refused" };
    expect(checkPlatforms(outcome, { declared: ["linux/amd64"], learned: [] })).toBe(outcome);
  });
});

describe("learnPlatforms", () => {
  it.each([
    [[["linux/amd64"], ["linux/amd64", "linux/arm64"]], ["linux/amd64"]],
    [
      [["linux/amd64", "linux/arm64"], []],
      ["linux/amd64", "linux/arm64"],
    ],
    [[["linux/amd64"], ["linux/arm64"]], []],
    [[], []],
  ])("from %j learns %j", (earlier, expected) => {
    expect(learnPlatforms(earlier)).toEqual(expected);
  });
});
