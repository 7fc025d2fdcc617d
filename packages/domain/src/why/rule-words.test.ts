import { describe, expect, it, test } from "vitest";
import { startAt } from "../../test/rollout-fixtures.ts";
import { mix, play, quickFacts } from "../../test/rollout-scenes.ts";
import type { PreflightOutcome } from "../preflight/index.ts";
import { ruleNames } from "../rollout/rule-names.ts";
import { labelNumbers } from "./number-words.ts";
import { explainRule } from "./rule-words.ts";

const numbers = {
  tolerance: 0.1,
  risk: 0.01,
  answers: 170,
  failed: 3,
  expectedAnswers: 87,
  expectedFailed: 3,
  oldAnswers: 83,
  oldFailed: 0,
  parts: 3,
  partsDone: 1,
  partsSilent: 1,
  cleanRunShortest: 2,
  samplesCounted: 1200,
  progressKind: "first_seen",
  progressAt: 1_767_268_800_000,
  peakShare: 0.51,
  idleMs: 615_000,
  progressDeadlineMs: 600_000,
  proofLimit: 0.08,
  proofHits: 41,
  proofAnswers: 60,
};
const explain = (rule: string) => {
  const { rule: words, numbers: lines } = explainRule({ rule, numbers });
  return [words, ...lines].join(" ");
};

test.each(ruleNames.map((name) => ({ name })))("$name has words of its own", ({ name }) => {
  const { rule } = explainRule({ rule: name, numbers: {} });
  expect(rule).toMatch(/^[A-Z].*\.$/);
  expect(rule).not.toContain(name);
});

describe("explainRule", () => {
  test.each([
    {
      rule: "stuck.progress_deadline",
      expected:
        "No proven progress for 10 min 15 s; the deadline is 10 min. The last was the new version's first answer somewhere.",
    },
    { rule: "live.clean_run", expected: "less than 10 % old, 99 % sure" },
    {
      rule: "degraded.new_fails",
      expected: "41 of 60 answers of the new version failed (68 %); up to 8 % would have been usual.",
    },
    {
      rule: "rolling.seen",
      expected: "170 answers in the window: 87 new (3 failed), 83 old (0 failed). 3 failed in all.",
    },
    {
      rule: "rolling.seen",
      expected: "Proven in 1 of 3 pairs of monitor and region, 1 silent.",
    },
    {
      rule: "rolling.seen",
      expected: "The shortest unbroken run of new answers is 2 long, of 1200 answers counted.",
    },
  ])("$rule says: $expected", ({ rule, expected }) => {
    expect(explain(rule)).toContain(expected);
  });

  it("says nothing about numbers that an older verdict does not carry", () => {
    expect(explainRule({ rule: "stuck.stalled", numbers: {} }).numbers).toEqual([]);
  });

  it("keeps the name of a rule that it does not know", () => {
    expect(explainRule({ rule: "live.run_length", numbers })).toEqual({
      rule: "live.run_length.",
      numbers: [],
    });
  });
});

describe("labelNumbers", () => {
  it("has a name for every number of a verdict", () => {
    const earlierTimes = Array.from({ length: 4 }, () => ({ firstSeenMs: 5_000, liveMs: 20_000 }));
    const outcome: PreflightOutcome = { kind: "tag_not_found", access: "public", nearest: [] };
    const preflight = { image: "a/b:1", checkedAt: startAt, isPushed: true, outcome };
    const facts = quickFacts({ earlierTimes, preflight });
    const { verdict } = play({ facts, fleet: mix(() => 0), seconds: 40 });
    expect(verdict.numbers).toMatchObject({ laterThanUsual: "first_seen", image: "tag_not_found" });
    const shown = labelNumbers(verdict.numbers);
    expect(shown.filter(({ key, name }) => key === name)).toEqual([]);
    expect(shown.map(({ name, text }) => `${name}: ${text}`)).toEqual(
      expect.arrayContaining([
        "Late with: first seen",
        "Usual time to live: 20 s",
        "What the registry says of the image: tag not found",
      ]),
    );
  });

  it("names what it knows and keeps what it does not", () => {
    const shown = labelNumbers({ idleMs: 61_000, progressAt: 1, novel: 4, missing: null });
    expect(shown.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      "Since proven progress: 1 min 1 s",
      "novel: 4",
      "missing: –",
    ]);
  });
});
