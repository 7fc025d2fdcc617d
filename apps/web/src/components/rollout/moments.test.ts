import type { VerdictWire } from "@rollcall/domain/wire";
import { expect, test } from "vitest";
import { verdictsDuring } from "./moments.ts";

const start = Date.parse("2026-01-01T12:00:00Z");
const verdict = (seq: number, seconds: number) =>
  ({ seq, at: new Date(start + seconds * 1000).toISOString() }) as VerdictWire;
const verdicts = [verdict(9, 60), verdict(3, 0), verdict(7, 40)];

test.each([
  { name: "before the first verdict nothing was said", from: -20, to: -10, expected: [] },
  { name: "a quiet minute has the verdict that stood", from: 10, to: 20, expected: [3] },
  { name: "a change belongs to the minute it happened in", from: 30, to: 50, expected: [3, 7] },
  { name: "a verdict stands from its own instant on", from: 40, to: 60, expected: [7] },
  { name: "the last one stands until now", from: 600, to: 660, expected: [9] },
  { name: "the first one has none before it", from: -10, to: 10, expected: [3] },
])("$name", ({ from, to, expected }) => {
  const said = verdictsDuring(verdicts, start + from * 1000, start + to * 1000);
  expect(said.map(({ seq }) => seq)).toEqual(expected);
});
