import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import {
  breakRun,
  type CleanRun,
  cleanRunNeeded,
  evidenceNeeded,
  extendRun,
  isProvenBy,
  noRun,
  qualifyingAnswers,
} from "./clean-run.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

const proof = { tolerance: 0.1, risk: 0.01 };
const wellBefore = { silent: 0, answers: 40 };

/** A run that began after `startedAfter` answers and is the `tries`-th to qualify. */
function runOf(startedAfter: number, tries: number, clean = 20, silent = 0): CleanRun {
  return { startedAfter, tries, clean, silent };
}

describe("cleanRunNeeded", () => {
  it.each([
    { name: "the first answers of a watch", run: runOf(0, 0), expected: 64 },
    { name: "the first run after an old answer", run: runOf(60, 1), expected: 80 },
    { name: "the same before it has qualified", run: runOf(60, 0, 3), expected: 80 },
    { name: "the tenth", run: runOf(600, 10), expected: 118 },
    { name: "the thousandth, after a day", run: runOf(100_000, 1000), expected: 205 },
    {
      name: "one stored by a release that counted no tries",
      run: { startedAfter: 200, clean: 20, silent: 0 } as CleanRun,
      expected: 118,
    },
  ])("asks for $expected clean answers of $name", ({ run, expected }) => {
    expect(cleanRunNeeded(run, proof)).toBe(expected);
  });

  it("asks for more with every try, the smaller the tolerance, and the smaller the risk", () => {
    for (let tries = 1; tries < 500; tries++) {
      expect(cleanRunNeeded(runOf(9, tries + 1), proof)).toBeGreaterThanOrEqual(
        cleanRunNeeded(runOf(9, tries), proof),
      );
    }
    const needed = cleanRunNeeded(runOf(9, 3), proof);
    expect(cleanRunNeeded(runOf(9, 3), { ...proof, tolerance: 0.05 })).toBeGreaterThan(needed);
    expect(cleanRunNeeded(runOf(9, 3), { ...proof, risk: 0.001 })).toBeGreaterThan(needed);
  });

  it("spends no more than the risk over all runs that can ever qualify", () => {
    const wrongly = (run: CleanRun) => Math.exp(-evidenceNeeded(run, proof));
    let spent = wrongly(runOf(0, 0));
    for (let tries = 1; tries < 100_000; tries++) spent += wrongly(runOf(9, tries));
    expect(spent).toBeLessThanOrEqual(proof.risk);
    expect(spent).toBeGreaterThan(0.99 * proof.risk);
  });

  it("keeps an old share at the tolerance from passing: at most one watch in a hundred, however long", () => {
    const watches = 400;
    let passed = 0;
    for (let seed = 1; seed <= watches; seed++) if (wouldPass(0.1, 10_000, seed)) passed += 1;
    expect(passed / watches).toBeLessThanOrEqual(0.02);
  });
});

/** One watch: does any run of clean answers get long enough although `share` of them are old? */
function wouldPass(share: number, answers: number, seed: number): boolean {
  const random = seeded(seed);
  let run = noRun;
  for (let i = 1; i <= answers; i++) {
    run = random() < share ? breakRun(run, i) : extendRun(run);
    if (run.clean >= qualifyingAnswers && run.clean >= cleanRunNeeded(run, proof)) return true;
  }
  return false;
}

describe("isProvenBy", () => {
  const cases: { name: string; run: CleanRun; before?: typeof wellBefore; expected: boolean }[] = [
    { name: "not by 63 clean answers", run: runOf(0, 0, 63), expected: false },
    { name: "by 64", run: runOf(0, 0, 64), expected: true },
    { name: "not by 64 late ones", run: runOf(600, 10, 64), expected: false },
    {
      name: "not when a tenth of the probes vanish into timeouts: an old instance may hang there",
      run: runOf(0, 0, 180, 20),
      expected: false,
    },
    {
      name: "when as many fail as failed before",
      run: runOf(0, 0, 285, 15),
      before: { silent: 10, answers: 200 },
      expected: true,
    },
    {
      name: "not when none failed before and they only stay below the tolerance",
      run: runOf(0, 0, 170, 12),
      before: { silent: 0, answers: 200 },
      expected: false,
    },
    { name: "a little later, when one failed and none did before", run: runOf(0, 0, 120, 1), expected: true },
  ];
  it.each(cases)("is done $name", ({ run, before, expected }) => {
    expect(isProvenBy(run, before ?? wellBefore, proof)).toBe(expected);
  });

  it("never passes a hung old share at the tolerance more often than the risk", () => {
    let passed = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed);
      const run = { ...noRun };
      for (let i = 0; i < 1500 && !isProvenBy(run, wellBefore, proof); i++) {
        if (random() < 0.1) run.silent += 1;
        else run.clean += 1;
      }
      if (isProvenBy(run, wellBefore, proof)) passed += 1;
    }
    expect(passed / 100).toBeLessThanOrEqual(0.03);
  });
});
