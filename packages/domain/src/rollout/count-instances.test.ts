import { expect, it } from "vitest";
import { headerVersion, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { play, quickFacts } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";

const podsMax = 12;
const everySeconds = 5;

/** Pods are replaced one after another, up to `replaceable`; each answers as often as the others. */
function replacing(replaceable: number, { pods = podsMax, each = everySeconds } = {}): Fleet {
  return ({ secondsIn, random }) => {
    const pod = Math.floor(random() * pods);
    const isNew = pod < Math.min(replaceable, Math.floor(secondsIn / each));
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

it("takes one more instance that serves the new version for progress, however little it adds to the share", () => {
  const fleet = replacing(8, { pods: 30, each: 40 });
  const { steps, verdict } = play({ facts: quickFacts(), fleet, seconds: 420 });
  const stuckAt = steps.find(({ verdict: { conditions } }) => conditions.includes("stuck"))?.secondsIn ?? 0;
  expect(verdict.numbers).toMatchObject({ progressKind: "instance" });
  // The eighth comes after 320 s and is met soon; the deadline of a minute needs no more patience.
  expect(stuckAt).toBeGreaterThanOrEqual(380);
  expect(stuckAt).toBeLessThanOrEqual(400);
});

it("names the instances that are left when a rollout is stuck", () => {
  const { verdict } = play({ facts: quickFacts(), fleet: replacing(10), seconds: 400 });
  expect(verdict).toMatchObject({ state: "stuck", instances: { expected: 10, previous: 2, total: 12 } });
  expect(verdict.sentence).toContain("10 of 12 instances serve it");
  expect(verdict.causes.find(({ code }) => code === "partial_backends")?.evidence).toContain(
    "2 of 12 instances still serve another version: old-10 and old-11",
  );
});

it("counts no progress where only the old version names its instances", () => {
  const anonymous: Fleet = (probe) => {
    const answer = replacing(6)(probe);
    if (answer?.version?.value === oldVersion) return answer;
    return { version: headerVersion(newVersion), instance: null };
  };
  const { steps } = play({ facts: quickFacts(), fleet: anonymous, seconds: 120 });
  expect(steps.map(({ verdict }) => verdict.numbers.progressKind)).not.toContain("instance");
});

it("finds a rollout stuck although every answer names another instance, as if it were a request's number", () => {
  const restless: Fleet = ({ random }) => ({
    version: headerVersion(random() < 0.5 ? newVersion : oldVersion),
    instance: `request-${random()}`,
  });
  expect(play({ facts: quickFacts(), fleet: restless, seconds: 240 }).states).toContain("stuck");
});

it("speaks of a single instance as one", () => {
  const { verdict } = play({ facts: quickFacts(), fleet: replacing(1, { pods: 1, each: 1 }), seconds: 6 });
  expect(verdict.sentence).toContain("1 of 1 instance serves it");
});
