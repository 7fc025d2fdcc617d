import { expect, it } from "vitest";
import type { Outcome } from "../observation.ts";
import { isOfflineReport } from "./is-offline-report.ts";

const good: Outcome = { kind: "answered", status: 200, body: "read" };
const offline: Outcome = { kind: "observer_offline" };
const of = (workspaceId: string, outcomes: Outcome[]) =>
  outcomes.map((outcome) => ({ workspaceId, outcome }));

it.each([
  { name: "nothing was answered", answers: [], expected: null },
  { name: "all is well", answers: of("ws_a", [good, good]), expected: false },
  { name: "one of three is lost", answers: of("ws_a", [good, good, offline]), expected: false },
  { name: "half is lost", answers: of("ws_a", [good, offline]), expected: true },
  { name: "all is lost", answers: of("ws_a", [offline]), expected: true },
  {
    name: "one workspace has lost everything, another nothing",
    answers: [...of("ws_a", [offline, offline, offline]), ...of("ws_b", [good])],
    expected: false,
  },
  {
    name: "two of three workspaces have lost everything",
    answers: [...of("ws_a", [offline]), ...of("ws_b", [good]), ...of("ws_c", [offline])],
    expected: true,
  },
])("a report in which $name", ({ answers, expected }) => {
  expect(isOfflineReport(answers)).toBe(expected);
});
