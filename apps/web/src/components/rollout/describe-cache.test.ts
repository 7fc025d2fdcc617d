import { expect, test } from "vitest";
import { describeCache } from "./describe-cache.ts";

const said = { edge: null, pop: null, cache: "unknown", ageSeconds: null } as const;

test.each([
  { name: "nothing", answer: said, expected: "" },
  {
    name: "an edge that kept it",
    answer: { edge: "Cloudflare", pop: "AMS", cache: "hit", ageSeconds: 760 } as const,
    expected: "Cloudflare AMS, hit, 12 min 40 s old",
  },
  { name: "an age alone", answer: { ...said, ageSeconds: 5 }, expected: "5 s old" },
])("says of $name: $expected", ({ answer, expected }) => {
  expect(describeCache(answer).replaceAll("\u00a0", " ")).toBe(expected);
});
