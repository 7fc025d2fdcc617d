import { describe, expect, it, vi } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { http, play, quickFacts } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

/** Half of the answers are new; `newFails` of those fail, and `unanswered` of all probes reach nobody. */
function mixed(newFails: number, unanswered: number): Fleet {
  return ({ secondsIn, random }) => {
    if (secondsIn < 30) return { version: headerVersion(oldVersion) };
    if (random() < unanswered) return { version: null, outcome: { kind: "refused" } };
    if (random() < 0.5) return { version: headerVersion(oldVersion) };
    if (random() >= newFails) return { version: headerVersion(newVersion) };
    return { version: headerVersion(newVersion), outcome: http(503), failedAssertions: ["status"] };
  };
}

describe("what is said to be the culprit of a degraded rollout", () => {
  it.each([
    {
      name: "the release alone",
      newFails: 0.6,
      unanswered: 0,
      expected: /^1\.42\.0 fails \d+ % of its probes/,
    },
    {
      name: "too few instances alone",
      newFails: 0,
      unanswered: 0.4,
      expected: /^Too few instances are left to serve: \d+ % of probes get no answer from either version/,
    },
    {
      name: "both",
      newFails: 0.6,
      unanswered: 0.4,
      expected: /^1\.42\.0 fails .*, 1\.41\.3 0 % .*; and too few instances are left to serve/,
    },
  ])("$name", ({ newFails, unanswered, expected }) => {
    const { verdict } = play({ facts: quickFacts(), fleet: mixed(newFails, unanswered), seconds: 90 });
    expect(verdict.state).toBe("degraded");
    expect(verdict.sentence).toMatch(expected);
    expect(/too few instances/i.test(verdict.sentence)).toBe(unanswered > 0);
  });
});
