import { expect, it } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { play, quickFacts } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";

const podsMax = 12;
const everySeconds = 5;

/** Pods are replaced one after another, up to `replaceable`; each answers as often as the others. */
function replacing(replaceable: number): Fleet {
  return ({ secondsIn, random }) => {
    const pod = Math.floor(random() * podsMax);
    const isNew = pod < Math.min(replaceable, Math.floor(secondsIn / everySeconds));
    return {
      version: headerVersion(isNew ? newVersion : oldVersion),
      instance: `${isNew ? "new" : "old"}-${pod}`,
    };
  };
}

const instancesAfter = (fleet: Fleet, seconds: number) =>
  play({ facts: quickFacts(), fleet, seconds }).verdict.instances;

it("counts instances that were replaced no longer, once living ones would have been met", () => {
  expect(instancesAfter(replacing(6), 240)).toEqual({ expected: 6, previous: 6, total: 12 });
});

it("counts nobody as gone who serves, however slow the probes have become", () => {
  const { steps } = play({ facts: quickFacts(), fleet: replacing(6), seconds: 1500 });
  const after = steps.filter(({ secondsIn }) => secondsIn >= 240).map(({ verdict }) => verdict.instances);
  expect(after.filter((count) => count === null || count.total > 12)).toEqual([]);
  const complete = after.filter((count) => count?.total === 12).length;
  expect(complete / after.length).toBeGreaterThan(0.9);
});

it("counts those that have answered in the last minute, whatever else has", () => {
  expect(instancesAfter(replacing(0), 20)).toEqual({ expected: 0, previous: 12, total: 12 });
});
