import { describe, expect, it } from "vitest";
import { createJudgingSince } from "./judging-since.ts";

const start = Date.UTC(2026, 10, 22, 12);

describe("a judge has been looking since", () => {
  it.each([
    { name: "it began, as long as it looks every second", input: [0, 1, 2, 3, 4], expected: 0 },
    { name: "it began, when a busy machine held it up", input: [0, 1, 14, 15], expected: 0 },
    { name: "it woke up", input: [0, 1, 301, 302], expected: 301 },
    { name: "it woke up last", input: [0, 60, 61, 121, 122], expected: 121 },
    { name: "its clock was set back", input: [0, 1, -3600, -3599], expected: -3600 },
    { name: "it began, when its clock was put right by a little", input: [0, 1, -2, -1], expected: 0 },
  ])("$name", ({ input, expected }) => {
    const instants = input.map((second) => new Date(start + second * 1000));
    const [first = new Date(start)] = instants;
    let now = first;
    const judging = createJudgingSince(() => now);
    for (now of instants) judging.note();
    expect((judging.since().getTime() - start) / 1000).toBe(expected);
  });

  it("it could judge again, however often it tried meanwhile", () => {
    let second = 0;
    const judging = createJudgingSince(() => new Date(start + second * 1000));
    for (second of [10, 20, 30, 40]) judging.since();
    judging.note();
    for (second of [45, 50]) judging.note();
    expect((judging.since().getTime() - start) / 1000).toBe(40);
  });

  it("the second of two breaks, of which none is as long as a silence", () => {
    let second = 0;
    const hearing = createJudgingSince(() => new Date(start + second * 1000), { breakMs: 10_000 });
    for (second of [5, 17, 18]) hearing.note();
    expect((hearing.since().getTime() - start) / 1000).toBe(17);
    for (second of [20, 25, 28.5]) hearing.since();
    expect((hearing.since().getTime() - start) / 1000).toBe(28.5);
  });

  it("it was excused last, when it cannot see anything for good", () => {
    let second = 0;
    const judging = createJudgingSince(() => new Date(start + second * 1000), { excusedMs: 60_000 });
    for (second of [10, 20, 60, 90, 300]) judging.since();
    expect((judging.since().getTime() - start) / 1000).toBe(60);
    judging.note();
    expect((judging.since().getTime() - start) / 1000).toBe(300);
  });
});
