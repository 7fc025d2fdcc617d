import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import { type CleanRun, cleanRunNeeded, isProvenBy } from "./clean-run.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

const proof = { tolerance: 0.1, risk: 0.01 };
const wellBefore = { silent: 0, answers: 40 };

describe("cleanRunNeeded", () => {
  it.each([
    { startedAfter: 0, expected: 51 },
    { startedAfter: 1, expected: 42 },
    { startedAfter: 60, expected: 95 },
    { startedAfter: 600, expected: 125 },
    { startedAfter: 100_000, expected: 185 },
  ])(
    "asks for $expected clean answers of a run that starts after $startedAfter",
    ({ startedAfter, expected }) => {
      expect(cleanRunNeeded(startedAfter, proof)).toBe(expected);
    },
  );

  it("asks for more the later a run starts, the smaller the tolerance, and the smaller the risk", () => {
    for (let s = 2; s < 5000; s += 7) {
      expect(cleanRunNeeded(s + 7, proof)).toBeGreaterThanOrEqual(cleanRunNeeded(s, proof));
    }
    expect(cleanRunNeeded(600, { ...proof, tolerance: 0.05 })).toBeGreaterThan(cleanRunNeeded(600, proof));
    expect(cleanRunNeeded(600, { ...proof, risk: 0.001 })).toBeGreaterThan(cleanRunNeeded(600, proof));
  });

  it("keeps an old share at the tolerance from passing: at most one watch in a hundred, however long", () => {
    const watches = 150;
    let passed = 0;
    for (let seed = 1; seed <= watches; seed++) if (wouldPass(0.1, 10_000, seed)) passed += 1;
    expect(passed / watches).toBeLessThanOrEqual(0.03);
  });
});

/** One watch: does any run of clean answers get long enough although `share` of them are old? */
function wouldPass(share: number, answers: number, seed: number): boolean {
  const random = seeded(seed);
  let [startedAfter, clean] = [0, 0];
  let needed = cleanRunNeeded(startedAfter, proof);
  for (let i = 1; i <= answers; i++) {
    clean += 1;
    if (random() < share) {
      [startedAfter, clean] = [i, 0];
      needed = cleanRunNeeded(startedAfter, proof);
    }
    if (clean >= needed) return true;
  }
  return false;
}

describe("isProvenBy", () => {
  const cases: { name: string; run: CleanRun; before?: typeof wellBefore; expected: boolean }[] = [
    { name: "not by 50 clean answers", run: { startedAfter: 0, clean: 50, silent: 0 }, expected: false },
    { name: "by 51", run: { startedAfter: 0, clean: 51, silent: 0 }, expected: true },
    { name: "not by 51 late ones", run: { startedAfter: 600, clean: 51, silent: 0 }, expected: false },
    {
      name: "not when a tenth of the probes vanish into timeouts: an old instance may hang there",
      run: { startedAfter: 0, clean: 180, silent: 20 },
      expected: false,
    },
    {
      name: "when as many fail as failed before",
      run: { startedAfter: 0, clean: 190, silent: 10 },
      before: { silent: 10, answers: 200 },
      expected: true,
    },
    {
      name: "after longer, when one failed and none did before",
      run: { startedAfter: 0, clean: 130, silent: 1 },
      expected: true,
    },
  ];
  it.each(cases)("is done $name", ({ run, before, expected }) => {
    expect(isProvenBy(run, before ?? wellBefore, proof)).toBe(expected);
  });

  it("never passes a hung old share at the tolerance more often than the risk", () => {
    let passed = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed);
      const run = { startedAfter: 0, clean: 0, silent: 0 };
      for (let i = 0; i < 1500 && !isProvenBy(run, wellBefore, proof); i++) {
        if (random() < 0.1) run.silent += 1;
        else run.clean += 1;
      }
      if (isProvenBy(run, wellBefore, proof)) passed += 1;
    }
    expect(passed / 100).toBeLessThanOrEqual(0.03);
  });
});
