import { describe, expect, it } from "vitest";
import { factsOf, startAt } from "../../test/rollout-fixtures.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { resumeRollout } from "./resume-rollout.ts";
import { startRollout } from "./state.ts";

const facts = factsOf();

describe("going on from a stored state", () => {
  it("takes one of the present shape as it is, also after a round trip through JSON", () => {
    const stored = judgeRollout(startRollout(facts, startAt), facts, startAt).state;
    expect(resumeRollout(JSON.parse(JSON.stringify(stored)), facts, startAt)).toEqual(stored);
  });

  it.each([
    { name: "nothing stored", stored: undefined },
    { name: "a state of an older release", stored: { deployId: facts.id, cells: [{ odd: true }] } },
    { name: "a state of a newer release", stored: { v: 999, cells: "packed" } },
  ])("begins anew from $name", ({ stored }) => {
    expect(resumeRollout(stored, facts, startAt)).toEqual(startRollout(facts, startAt));
  });

  it("keeps that a deploy was live or ended when it begins anew", () => {
    const resumed = resumeRollout({ v: 0, liveAt: 5, endedAt: 7, provenAt: 3 }, facts, startAt);
    expect(resumed).toMatchObject({ liveAt: 5, endedAt: 7, provenAt: null });
  });
});
