import { describe, expect, it, vi } from "vitest";
import { headerVersion, newVersion, oldVersion, startAt } from "../../test/rollout-fixtures.ts";
import { http, mix, play, quickFacts } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";
import { defaultRolloutPolicy } from "./policy.ts";
import type { DeployFacts } from "./types.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

/** Plays a deploy that is announced again after so many seconds, and gives its verdict at any second. */
function playRetry(fleet: Fleet, retriedAfter: number, seconds: number, more: Partial<DeployFacts> = {}) {
  const facts = quickFacts(more);
  const again = { ...facts, retriedAt: startAt + retriedAfter * 1000 };
  const { steps } = play({ facts: (s) => (s < retriedAfter ? facts : again), fleet, seconds });
  return (second: number) => steps.findLast(({ secondsIn }) => secondsIn <= second)?.verdict;
}

const failing =
  (until: number): Fleet =>
  ({ secondsIn }) =>
    secondsIn < 20
      ? { version: headerVersion(oldVersion) }
      : secondsIn < until
        ? { version: headerVersion(newVersion), outcome: http(503), failedAssertions: ["status"] }
        : { version: headerVersion(newVersion) };

describe("a new try", () => {
  it.each([
    { name: "never seen", share: 0, state: "waiting" },
    { name: "half-way", share: 0.5, state: "rolling" },
  ])("has the whole deadline again: $name", ({ share, state }) => {
    const at = playRetry(
      mix(() => share),
      260,
      340,
    );
    expect(at(259)?.state).toBe("stuck");
    expect(at(262)).toMatchObject({ state, deadlineAt: startAt + 320_000 });
    expect(at(315)?.state).toBe(state);
    expect(at(330)).toMatchObject({ state: "stuck", rule: "stuck.progress_deadline" });
  });

  const patient = { policy: defaultRolloutPolicy };

  it("is not degraded by answers from before, but is when they stay as bad", () => {
    const at = playRetry(failing(120), 80, 300, patient);
    expect(at(79)?.state).toBe("degraded");
    expect(at(82)?.state).toBe("rolling");
    expect(at(110)?.state).toBe("degraded");
    expect(at(300)?.state).toBe("live");
  });

  it("has not been rolled back before it has been rolled out", () => {
    const cameAndWent = mix((second) => (second > 10 && second < 60 ? 0.5 : 0));
    const at = playRetry(cameAndWent, 280, 340, patient);
    expect(at(279)?.state).toBe("rolled_back");
    expect(at(340)?.state).toBe("rolling");
  });
});
