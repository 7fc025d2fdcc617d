import { choosePolicy } from "@rollcall/domain/policy";
import { expect, test } from "vitest";
import { costSentence, draftOfPolicy, patchOfDraft } from "./policy-draft.ts";

const empty = draftOfPolicy(choosePolicy({}, {}));

test("what a service has chosen is typed in percent and seconds, its defaults are empty", () => {
  expect(draftOfPolicy(choosePolicy({}, { tolerance: 0.055, holdSeconds: 0 }))).toEqual({
    tolerance: "5.5",
    risk: "",
    progressDeadlineSeconds: "",
    holdSeconds: "0",
    soakSeconds: "",
    probesPerSecondMax: "",
  });
});

test("empty fields give a setting back, and what is no number is left for the server to refuse", () => {
  expect(patchOfDraft({ ...empty, tolerance: " 5,5", risk: "0.7", soakSeconds: "an hour" })).toEqual({
    tolerance: 0.055,
    risk: 0.007,
    progressDeadlineSeconds: null,
    holdSeconds: null,
    soakSeconds: "an hour",
    probesPerSecondMax: null,
  });
});

test("the cost is said as it is typed, and not of what cannot be", () => {
  const cost = (more: Partial<typeof empty>) =>
    costSentence({ ...empty, ...more })?.replaceAll("\u00a0", " ");
  expect(cost({})).toBe(
    "Live then means: less than 10 % old, 99 % sure. The proof takes 80 new answers in a row from each monitor and region: about 8 s at 10 a second, once the last old instance is gone.",
  );
  expect(cost({ tolerance: "1", probesPerSecondMax: "2" })).toContain("about 5 min 23 s at 2 a second");
  expect(cost({ tolerance: "90" })).toBeUndefined();
});
