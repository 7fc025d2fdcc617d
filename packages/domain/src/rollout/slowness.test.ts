import { describe, expect, it } from "vitest";
import { type Random, seeded } from "../../test/random.ts";
import { quietWatch } from "./failure-watch.ts";
import { type Slowness, slowerText, slownessProof, stepSlowness } from "./slowness.ts";

const risk = 0.003;
const usual = (random: Random) => Math.round(40 + random() * 40);
/** A few answers above a second, as real services have them. */
const wild = (random: Random) => Math.round(60 * Math.exp(3 * (random() + random() + random() - 1.5)));

type Draw = (random: Random) => number;

function drawn(draw: Draw, count: number, random: Random): number[] {
  return Array.from({ length: count }, () => draw(random));
}

/** After how many ticks of the new version it is found to be slower; `null`: never. */
function foundAfter(before: Draw, after: Draw, ticks: number, seed = 1): number | null {
  const random = seeded(seed);
  const oldLatenciesMs = drawn(before, 25, random);
  let slowness: Slowness = { slow: quietWatch };
  for (let tick = 1; tick <= ticks; tick++) {
    const at = tick * 2000;
    slowness = stepSlowness(slowness, { at, ms: after(random) }, { oldLatenciesMs, risk });
    if (slownessProof(slowness, at) !== null) return tick;
  }
  return null;
}

describe("a new version", () => {
  it.each([
    {
      name: "takes 100 ms and half as much more",
      after: (random: Random) => 200 + usual(random),
      within: 10,
    },
    {
      name: "takes a little more than the floor",
      after: (random: Random) => 110 + usual(random),
      within: 120,
    },
    {
      name: "takes a second for one answer in five",
      after: (random: Random) => (random() < 0.2 ? 1000 : usual(random)),
      within: 250,
    },
  ])("that $name is found slower within $within ticks", ({ after, within }) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const ticks = foundAfter(usual, after, 300, seed);
      expect(ticks).not.toBeNull();
      expect(ticks).toBeLessThanOrEqual(within);
    }
  });

  it.each([
    { name: "as fast as the old one", before: usual, after: usual },
    { name: "a little slower", before: usual, after: (random: Random) => 60 + usual(random) },
    { name: "as wild as the old one", before: wild, after: wild },
  ])("that is $name is not, however long it is watched", ({ before, after }) => {
    const found = Array.from({ length: 20 }, (_, seed) => foundAfter(before, after, 600, seed + 1));
    expect(found.filter((ticks) => ticks !== null)).toEqual([]);
  });
});

describe("what was found", () => {
  const random = seeded(3);
  const oldLatenciesMs = drawn(usual, 25, random);
  const play = (from: Slowness, startAt: number, ms: number, ticks: number) => {
    let slowness = from;
    for (let tick = 1; tick <= ticks; tick++)
      slowness = stepSlowness(slowness, { at: startAt + tick * 2000, ms }, { oldLatenciesMs, risk });
    return slowness;
  };
  const slow = play({ slow: quietWatch }, 0, 300, 40);

  it("is told with both medians and since the first slow answer", () => {
    expect(slownessProof(slow, 80_000)).toMatchObject({ from: 2000, hits: 10, answers: 10, limit: 0.5 });
    expect(slowerText({ ...slow, oldLatenciesMs })).toMatch(
      /^its answers take 300 ms, before the deploy \d\d ms \(medians\)$/,
    );
  });

  it("is over when most of the last answers are fast again, or when nothing more is heard", () => {
    expect(slownessProof(play(slow, 80_000, 50, 60), 200_000)).toBeNull();
    expect(slownessProof(slow, 80_000 + 300_001)).toBeNull();
  });

  it("goes on from a state in which ranks were not compared", () => {
    const { ranks: _, ...earlier } = play({ slow: quietWatch }, 0, 50, 20);
    expect(slownessProof(play(earlier, 40_000, 300, 20), 80_000)).not.toBeNull();
  });
});
