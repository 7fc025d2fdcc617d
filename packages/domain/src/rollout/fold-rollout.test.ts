import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import {
  factsOf,
  headerVersion,
  monitorOf,
  newVersion,
  observationOf,
  oldVersion,
  startAt,
} from "../../test/rollout-fixtures.ts";
import type { Observation } from "../observation.ts";
import { foldRollout } from "./fold-rollout.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { startRollout } from "./state.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

const facts = factsOf();
const announced = judgeRollout(startRollout(facts, startAt), facts, startAt).state;

/** Ten ticks of a burst in two regions: a mix of everything, the same for a seed. */
function observations(seed: number): Observation[] {
  const random = seeded(seed);
  const all: Observation[] = [];
  for (let tick = 2; tick < 12; tick++) {
    for (const region of ["eu-west", "us-east"]) {
      for (let i = 0; i < 5; i++) {
        const isFailed = random() < 0.1;
        const version = headerVersion(random() < tick / 12 ? newVersion : oldVersion);
        all.push(
          observationOf({
            region,
            scheduledAt: startAt + tick * 2000,
            seq: 10 + i,
            version: isFailed ? null : version,
            totalMs: Math.round(20 + random() * 400),
            remoteAddress: random() < 0.5 ? "203.0.113.7" : "203.0.113.9",
            instance: `pod-${Math.floor(random() * 4)}`,
            ...(isFailed && { outcome: { kind: "timeout", phase: "first_byte" } as const }),
          }),
        );
      }
    }
  }
  return all;
}

function shuffle<T>(items: T[], seed: number): T[] {
  const random = seeded(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function verdictOf(batches: Observation[][], now: number) {
  const state = batches.reduce((folded, batch) => foldRollout(folded, facts, batch), announced);
  return judgeRollout(state, facts, now);
}

describe("foldRollout", () => {
  it("gives the same verdict for any order, any batches and any number of deliveries", () => {
    const seed = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(seed, seed, fc.integer({ min: 1, max: 60 }), (what, order, size) => {
        const all = observations(what);
        const arrivals = shuffle([...all, ...all.slice(0, 40)], order);
        const batches = Array.from({ length: Math.ceil(arrivals.length / size) }, (_, i) =>
          arrivals.slice(i * size, (i + 1) * size),
        );
        const now = startAt + 30_000;
        expect(verdictOf(batches, now)).toEqual(verdictOf([all], now));
      }),
      { numRuns: 25 },
    );
  });

  it("counts nothing twice when a batch comes again after it was judged", () => {
    const all = observations(7);
    const now = startAt + 30_000;
    const once = verdictOf([all], now);
    const again = judgeRollout(foldRollout(once.state, facts, all), facts, now);
    expect(again.verdict.share).toEqual(once.verdict.share);
    expect(again.state).toEqual(once.state);
  });

  it.each([
    { name: "of a monitor that the deploy does not have", change: { monitorId: "mon_other" } },
    { name: "of a region that the monitor does not have", change: { region: "mars" } },
    {
      name: "made while the region itself was offline",
      change: { outcome: { kind: "observer_offline" } as const },
    },
  ])("leaves out an observation $name", ({ change }) => {
    const observation = observationOf({ version: headerVersion(newVersion), ...change });
    expect(foldRollout(announced, facts, [observation])).toEqual(announced);
  });

  it("does not count cache-busted answers for a share", () => {
    const busted = observationOf({ version: headerVersion(newVersion), variant: "busted", seq: 900 });
    const { verdict } = judgeRollout(foldRollout(announced, facts, [busted]), facts, startAt + 1000);
    expect(verdict.share.samples).toBe(0);
    expect(verdict.firstSeenAt).toBeNull();
  });

  it("keeps what it stores small, however long it watches: six regions, ten minutes of confirming", () => {
    const six = factsOf({ monitors: [monitorOf({ regions: ["a", "b", "c", "d", "e", "f"] })] });
    let state = judgeRollout(startRollout(six, startAt), six, startAt).state;
    const random = seeded(3);
    for (let tick = 0; tick < 20; tick++) {
      const at = startAt + tick * 30_000;
      const batch = six.monitors.flatMap(({ regions }) =>
        regions.flatMap((region) =>
          Array.from({ length: 20 }, (_, i) =>
            observationOf({
              region,
              scheduledAt: at,
              seq: 10 + i,
              version: headerVersion(random() < 0.9 ? newVersion : `1.${Math.floor(random() * 100)}.0`),
              remoteAddress: `203.0.113.${Math.floor(random() * 250)}`,
              instance: `pod-${Math.floor(random() * 500)}`,
            }),
          ),
        ),
      );
      state = judgeRollout(foldRollout(state, six, batch), six, at + 1000).state;
    }
    expect(JSON.stringify(state).length).toBeLessThan(120_000);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
