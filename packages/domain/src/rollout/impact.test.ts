import { describe, expect, it } from "vitest";
import { isDown, isProvenDown } from "./impact.ts";
import type { RolloutView } from "./view.ts";

const cases = [
  { name: "none of many failed", failed: 0, well: 40, down: false, proven: false },
  { name: "a few of many failed", failed: 10, well: 30, down: false, proven: false },
  { name: "half of many failed", failed: 20, well: 20, down: true, proven: true },
  { name: "all of two failed", failed: 2, well: 0, down: true, proven: false },
  { name: "all of five failed", failed: 5, well: 0, down: true, proven: true },
  { name: "nothing was heard", failed: 0, well: 0, down: false, proven: false },
];

describe("users who are not served", () => {
  it.each(cases)("$name: $down, and $proven for an alarm", ({ failed, well, down, proven }) => {
    const marks = { expected: 0, previous: well, other: 0, unreadable: 0, error: failed };
    const view = { window: { marks, blocked: 0 } } as unknown as RolloutView;
    expect([isDown(view), isProvenDown(view)]).toEqual([down, proven]);
  });
});
