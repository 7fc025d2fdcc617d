import { expect, it } from "vitest";
import type { Outcome } from "../observation.ts";
import { isOfflineReport } from "./is-offline-report.ts";

const good: Outcome = { kind: "answered", status: 200, body: "read" };
const offline: Outcome = { kind: "observer_offline" };

it.each([
  { name: "nothing was answered", outcomes: [], expected: null },
  { name: "all is well", outcomes: [good, good], expected: false },
  { name: "one of three", outcomes: [good, good, offline], expected: false },
  { name: "half", outcomes: [good, offline], expected: true },
  { name: "all of it", outcomes: [offline], expected: true },
])("a report in which $name", ({ outcomes, expected }) => {
  expect(isOfflineReport(outcomes)).toBe(expected);
});
