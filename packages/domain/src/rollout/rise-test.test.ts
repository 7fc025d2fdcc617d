import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import { quietRiseTest, stepRiseTest, upperShare } from "./rise-test.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

const rule = { limit: 0.1, risk: 0.01 };

/** After how many answers a rise is found when `share` of them are hits from `usual` clean ones on; `null`: never. */
function foundAfter(share: number, answers: number, seed: number, usual = 0): number | null {
  const random = seeded(seed);
  let test = quietRiseTest;
  for (let i = 1; i <= usual + answers; i++) {
    test = stepRiseTest(test, { at: i, isHit: i > usual && random() < share }, rule);
    if (test.risen !== null) return i - usual;
  }
  return null;
}

function countFound(share: number, answers: number, watches: number): number {
  let found = 0;
  for (let seed = 1; seed <= watches; seed++) if (foundAfter(share, answers, seed) !== null) found += 1;
  return found;
}

describe("stepRiseTest", () => {
  it("does not cry over a share at its limit: at most one endless watch in a hundred", () => {
    expect(countFound(0.1, 3000, 80)).toBeLessThanOrEqual(2);
  });

  it("does not cry over single stragglers", () => {
    expect(countFound(0.02, 3000, 40)).toBe(0);
  });

  it.each([
    { share: 1, usual: 0, within: 8 },
    { share: 1, usual: 2000, within: 10 },
    { share: 0.5, usual: 600, within: 60 },
    { share: 0.3, usual: 600, within: 200 },
  ])("finds a share of $share after $usual usual answers within $within", ({ share, usual, within }) => {
    const all = Array.from(
      { length: 20 },
      (_, seed) => foundAfter(share, 2000, seed + 1, usual) ?? Number.POSITIVE_INFINITY,
    );
    const sorted = all.sort((a, b) => a - b);
    expect(sorted[18]).toBeLessThanOrEqual(within);
  });

  it("never calls one hit a rise", () => {
    for (const usual of [0, 1, 10, 1000]) {
      let test = quietRiseTest;
      for (let i = 0; i <= usual; i++) test = stepRiseTest(test, { at: i, isHit: i === usual }, rule);
      expect(test.risen).toBeNull();
      expect(test.suspicion).not.toBeNull();
    }
  });

  it("goes on with a suspicion that was stored when it weighed three alternatives", () => {
    let test = stepRiseTest(quietRiseTest, { at: 0, isHit: true }, rule);
    if (test.suspicion === null) throw new Error("a hit starts a suspicion");
    test = { ...test, suspicion: { ...test.suspicion, logs: [0, 0, 0] } };
    for (let i = 1; i < 20; i++) test = stepRiseTest(test, { at: i, isHit: true }, rule);
    expect(test.risen).toMatchObject({
      from: 0,
      logs: [expect.any(Number), expect.any(Number), expect.any(Number)],
    });
  });

  it("keeps what it found until its caller ends it", () => {
    let test = quietRiseTest;
    for (let i = 0; i < 20; i++) test = stepRiseTest(test, { at: i, isHit: true }, rule);
    const { risen } = test;
    for (let i = 20; i < 500; i++) test = stepRiseTest(test, { at: i, isHit: false }, rule);
    expect(test.risen).toEqual(risen);
    expect(risen?.from).toBe(0);
  });
});

describe("upperShare", () => {
  it("is far above what was seen when little was seen, and close to it when much was", () => {
    expect(upperShare(0, 0)).toBeGreaterThan(0.2);
    expect(upperShare(0, 40)).toBeLessThan(0.1);
    expect(upperShare(50, 1000)).toBeGreaterThan(0.05);
    expect(upperShare(50, 1000)).toBeLessThan(0.07);
    expect(upperShare(30, 30)).toBeLessThanOrEqual(1);
  });
});
