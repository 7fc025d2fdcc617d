import type { DeployState } from "@rollcall/domain/glossary";
import type { RolloutView } from "@rollcall/services/views";
import { expect, test } from "vitest";
import { chartSpan } from "./rollout-span.ts";

const start = Date.parse("2026-01-01T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const view = (state: DeployState, nowSeconds: number, liveSeconds: number | null, lastSeconds: number) =>
  ({
    generatedAt: at(nowSeconds),
    deploy: {
      state,
      createdAt: at(0),
      startedAt: at(0),
      liveAt: liveSeconds === null ? null : at(liveSeconds),
    },
    chart: { sliceSeconds: 5, slices: [{ at: at(-10) }, { at: at(lastSeconds) }], markers: [] },
  }) as unknown as RolloutView;

test.each([
  { name: "a running rollout reaches until now", view: view("rolling", 300, null, 295), from: -10, to: 300 },
  {
    name: "a rollout that just began has some room",
    view: view("waiting", 2, null, 0),
    from: -10,
    to: 20,
    until: 2,
  },
  {
    name: "a live one freezes half its length later",
    view: view("live", 9000, 290, 900),
    from: -10,
    to: 440,
  },
  { name: "a fast one keeps a minute of quiet", view: view("live", 9000, 20, 900), from: -10, to: 80 },
  { name: "a live one grows until then", view: view("live", 30, 20, 25), from: -10, to: 30 },
  { name: "a silence is not cut off while it runs", view: view("stuck", 900, null, 100), from: -10, to: 900 },
  {
    name: "an ended one ends with its last answers",
    view: view("superseded", 9000, null, 100),
    from: -10,
    to: 105,
  },
])("$name", ({ view: input, from, to, until }) => {
  const span = { fromMs: start + from * 1000, toMs: start + to * 1000 };
  expect(chartSpan(input)).toEqual(until === undefined ? span : { ...span, untilMs: start + until * 1000 });
});
