import { probeSeq } from "@rollcall/domain/due";
import type { Observation } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { isQuiet } from "./is-quiet.ts";

const well: Partial<Observation> = {
  ...{ seq: probeSeq.interval, variant: "plain", failedAssertions: [] },
  outcome: { kind: "answered", status: 200, body: "read" },
};
const cases: { name: string; input: Partial<Observation>[]; expected: boolean }[] = [
  { name: "answers as they should be", input: [well, well], expected: true },
  { name: "a failed assertion", input: [well, { ...well, failedAssertions: ["status"] }], expected: false },
  {
    name: "no answer",
    input: [{ ...well, outcome: { kind: "reset", phase: "first_byte" } }],
    expected: false,
  },
  { name: "a burst", input: [well, { ...well, seq: probeSeq.burst }], expected: false },
  { name: "the first of a monitor", input: [{ ...well, seq: probeSeq.first }], expected: false },
  { name: "a confirmation", input: [{ ...well, seq: probeSeq.confirm }], expected: false },
  { name: "a look past caches", input: [{ ...well, variant: "busted" }], expected: false },
];

describe("isQuiet", () => {
  it.each(cases)("$name: $expected", ({ input, expected }) => {
    expect(isQuiet({ observations: input as Observation[] })).toBe(expected);
  });
});
