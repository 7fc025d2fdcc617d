import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cutMoments,
  findHalf,
  findSilences,
  placeMarkers,
  placeSlices,
  placeTicks,
  stackSteps,
} from "./chart-geometry.ts";

const start = Date.parse("2026-01-01T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const span = { fromMs: start, toMs: start + 1_000_000 };
const slice = (seconds: number, counts: Partial<Record<"expected" | "previous" | "error", number>>) => ({
  at: at(seconds),
  expected: 0,
  previous: 0,
  other: 0,
  unreadable: 0,
  error: 0,
  seconds: 10,
  ...counts,
});

describe("the stacked steps", () => {
  it("leave a silence empty", () => {
    const placed = placeSlices([slice(0, { previous: 5 }), slice(500, { expected: 5 })], span);
    expect(placed.map(({ x, width }) => [x, width])).toEqual([
      [0, 7.5],
      [50, 7.5],
    ]);
  });

  it("name each silence, the one after the last answer too", () => {
    const placed = placeSlices([slice(0, { previous: 5 }), slice(500, { expected: 5 })], span);
    expect(findSilences(placed, span)).toEqual([
      { x: 7.5, width: 42.5 },
      { x: 57.5, width: 42.5 },
    ]);
  });

  it("say nothing of the future", () => {
    const young = { ...span, toMs: start + 100_000, untilMs: start + 40_000 };
    const placed = placeSlices([slice(0, { previous: 5 }), slice(35, { expected: 1 })], young);
    expect(placed.map(({ x, width }) => [x, width])).toEqual([[0, 40]]);
    expect(findSilences(placed, young)).toEqual([]);
    const moments = cutMoments(placed, 10, young);
    expect(moments.map(({ toMs }) => toMs - start)).toEqual([10_000, 20_000, 30_000, 40_000]);
  });

  it("hold what was answered until the next answers", () => {
    const placed = placeSlices([slice(0, { previous: 5 }), slice(10, {}), slice(60, { expected: 5 })], span);
    expect(placed.map(({ x, width }) => [x, width])).toEqual([
      [0, 6],
      [6, 7.5],
    ]);
  });

  it("wait for a slice that is still filling", () => {
    const placed = placeSlices([slice(0, { previous: 5 }), slice(995, { previous: 1 })], span);
    expect(placed.map(({ slice: { at: from } }) => from)).toEqual([at(0)]);
  });

  it("join neighbours that say the same", () => {
    const placed = placeSlices([slice(0, { previous: 5 }), slice(50, { previous: 9 })], span);
    expect(stackSteps(placed)).toEqual([{ bucket: "previous", x: 0, width: 12.5, y0: 0, y1: 1 }]);
  });

  it("fill every slice with answers exactly", () => {
    const counts = fc.record({
      expected: fc.nat(50),
      previous: fc.nat(50),
      error: fc.nat(50),
    });
    fc.assert(
      fc.property(counts, (one) => {
        const rects = stackSteps(placeSlices([slice(0, one)], span));
        const height = rects.reduce((sum, rect) => sum + rect.y1 - rect.y0, 0);
        const isAnswered = one.expected + one.previous + one.error > 0;
        expect(height).toBeCloseTo(isAnswered ? 1 : 0, 9);
      }),
    );
  });
});

it("ticks at round offsets from the announcement", () => {
  const ticks = placeTicks({ fromMs: start - 15_000, toMs: start + 100_000 }, start, 5);
  expect(ticks.map(({ seconds }) => seconds)).toEqual([0, 30, 60, 90]);
});

it("puts labels that would touch into different lanes and drops the one that fits nowhere", () => {
  const markers = [0, 1, 2].map((seconds) => ({
    at: at(seconds),
    label: "eu-west done",
    kind: "done" as const,
  }));
  expect(placeMarkers(markers, span, 600, 2).map(({ lane }) => lane)).toEqual([0, 1, null]);
});

it("keeps the name of how it ended where room is short", () => {
  const done = { at: at(0), label: "eu-west done", kind: "done" as const };
  const live = { at: at(1), label: "live", kind: "live" as const };
  expect(placeMarkers([done, live], span, 600, 1).map(({ label, lane }) => [label, lane])).toEqual([
    ["eu-west done", null],
    ["live", 0],
  ]);
});

it("cuts the whole picture into moments, silences too", () => {
  const placed = placeSlices([slice(0, { previous: 5 }), slice(500, { expected: 5 })], span);
  const moments = cutMoments(placed, 100, span);
  expect(moments.map(({ placed: answers }) => answers?.slice.at ?? null)).toEqual([
    at(0),
    ...[null, null, null, null],
    at(500),
    ...[null, null, null, null],
  ]);
  expect(moments.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100, 9);
});

it("finds when half of the answers were new", () => {
  const slices = [
    slice(0, { previous: 5 }),
    slice(10, { previous: 3, expected: 3 }),
    slice(20, { expected: 6 }),
  ];
  expect(findHalf(slices)).toBe(at(10));
  expect(findHalf(slices.slice(0, 1))).toBeNull();
});
