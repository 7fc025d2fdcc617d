import { describe, expect, it, vi } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";
import type { DeployFacts } from "./types.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

function caveatsAfter(fleet: Fleet, seconds: number, change: Partial<DeployFacts> = {}): string {
  const { verdict } = play({ facts: quickFacts(change), fleet, seconds });
  return verdict.regions.flatMap(({ caveats }) => caveats).join("; ");
}

describe("caveats of a rollout", () => {
  const half = mix((s) => (s < 10 ? 0 : 0.5));

  it("wonder at a blue-green switch that is neither blue nor green for more than a minute", () => {
    expect(caveatsAfter(half, 100, { strategy: "blue_green" })).toContain(
      "announced as a blue-green switch, yet old and new have answered side by side for 1 min",
    );
    expect(caveatsAfter(half, 60, { strategy: "blue_green" })).not.toContain("side by side");
    expect(caveatsAfter(half, 100, { strategy: "rolling" })).not.toContain("side by side");
  });

  it("call answers of nobody's version stragglers, but not old", () => {
    const strayed = (version: string) => {
      const fleet: Fleet = ({ secondsIn, random }) => {
        const isStray = secondsIn > 60 && random() < 0.03;
        return { version: headerVersion(secondsIn < 10 ? oldVersion : isStray ? version : newVersion) };
      };
      const { steps } = play({ facts: quickFacts(), fleet, seconds: 300 });
      return steps.flatMap(({ verdict }) => verdict.regions.flatMap(({ caveats }) => caveats)).join("; ");
    };
    expect(strayed(oldVersion)).toMatch(/stragglers: \d+ of \d+ answers are still old/);
    expect(strayed("f00bf00")).toMatch(/stragglers: \d+ of \d+ answers are not 1\.42\.0/);
  });

  it("say that failures keep back what clean answers have proven", () => {
    const hanging: Fleet = (probe) =>
      probe.secondsIn > 20 && probe.random() < 0.15
        ? { version: null, outcome: { kind: "timeout", phase: "first_byte" }, totalMs: 10_000 }
        : switchAt(20)(probe);
    expect(caveatsAfter(hanging, 70)).toMatch(/\d+ failed probes may hide an old instance that hangs/);
  });
});
