import { describe, expect, it } from "vitest";
import { defaultRolloutPolicy } from "./policy.ts";
import type { Sample } from "./sample.ts";
import { addToTally, emptyTally, type Tally } from "./tally.ts";

const rules = { policy: defaultRolloutPolicy, watchRisk: 0.001, baselineUntil: 0 };

const kinds = {
  new: { version: "expected", ok: true },
  "new failing": { version: "expected", ok: false },
  old: { version: "previous", ok: true, isEarlier: true },
  "old failing": { version: "previous", ok: false, isEarlier: true },
  other: { version: "other", ok: true },
  unreadable: { version: "unreadable", ok: true },
  failing: { version: "unreadable", ok: false },
} as const satisfies Record<string, Partial<Sample>>;
type Kind = keyof typeof kinds;

/** A tally after `[kind, count]` answers, one a second. */
function tallyOf(answers: [Kind, number][], from: Tally = emptyTally): Tally {
  let tally = from;
  for (const [kind, count] of answers) {
    for (let i = 0; i < count; i++) tally = addToTally(tally, nextSample(tally, kinds[kind]), rules, true);
  }
  return tally;
}

function nextSample(tally: Tally, change: Partial<Sample>): Sample {
  const at = (tally.lastAt ?? 0) + 1000;
  const plain = { isBusted: false, isBlocked: false, isEarlier: false, ms: 50, mark: "expected" } as const;
  return { at, seq: 10, version: "expected", ok: true, ...plain, ...change };
}

describe("addToTally", () => {
  it.each<{ name: string; answers: [Kind, number][]; clean: number; silent: number }>([
    { name: "expected answers extend a run", answers: [["new", 7]], clean: 7, silent: 0 },
    {
      name: "an old answer breaks it",
      answers: [
        ["new", 7],
        ["old", 1],
        ["new", 2],
      ],
      clean: 2,
      silent: 0,
    },
    {
      name: "an unannounced version breaks it",
      answers: [
        ["new", 7],
        ["other", 1],
      ],
      clean: 0,
      silent: 0,
    },
    {
      name: "a good answer without a version breaks it",
      answers: [
        ["new", 7],
        ["unreadable", 1],
      ],
      clean: 0,
      silent: 0,
    },
    {
      name: "an old version breaks it even on a 503",
      answers: [
        ["new", 7],
        ["old failing", 1],
      ],
      clean: 0,
      silent: 0,
    },
    {
      name: "a failure without a version does neither",
      answers: [
        ["new", 7],
        ["failing", 3],
      ],
      clean: 7,
      silent: 3,
    },
    {
      name: "a failure of the new version does neither",
      answers: [
        ["new", 7],
        ["new failing", 3],
      ],
      clean: 7,
      silent: 0,
    },
  ])("$name", ({ answers, clean, silent }) => {
    expect(tallyOf(answers).run).toMatchObject({ clean, silent });
  });

  it("does not extend a run with an answer of a tick that may be incomplete", () => {
    const before = tallyOf([["new", 7]]);
    expect(addToTally(before, nextSample(before, kinds.new), rules, false).run.clean).toBe(7);
    expect(addToTally(before, nextSample(before, kinds.old), rules, false).run.clean).toBe(0);
  });

  it("is done with the 64th answer of a first run and not one earlier", () => {
    expect(tallyOf([["new", 63]]).doneAt).toBeNull();
    expect(tallyOf([["new", 64]]).doneAt).toBe(64_000);
  });

  it("stays done over single stragglers", () => {
    const tally = tallyOf([
      ["old", 20],
      ["new", 100],
      ["old", 1],
      ["new", 60],
      ["old", 1],
      ["new", 60],
    ]);
    expect(tally.doneAt).not.toBeNull();
    expect(tally.returned.risen).toBeNull();
  });

  it("is not done any more when the old version provably returns, and done again after a new proof", () => {
    const back = tallyOf([
      ["old", 20],
      ["new", 100],
      ["old", 12],
    ]);
    expect(back.doneAt).toBeNull();
    expect(back.returned.risen).not.toBeNull();
    expect(back.returnedAs).toEqual({ earlier: 6, other: 0 });
    const again = tallyOf([["new", 200]], back);
    expect(again.doneAt).not.toBeNull();
    expect(again.returned.risen).toBeNull();
  });

  it("is not done while the new version fails half of the time", () => {
    const mix: [Kind, number][] = Array.from({ length: 300 }, (_, i) => [
      i % 2 === 0 ? "new" : "new failing",
      1,
    ]);
    expect(tallyOf([["old", 30], ...mix]).doneAt).toBeNull();
  });

  it("counts a run of the earlier version, to tell when it is back everywhere", () => {
    expect(
      tallyOf([
        ["new", 10],
        ["old", 30],
        ["failing", 2],
      ]).backRun,
    ).toMatchObject({ clean: 30, silent: 2 });
  });
});
