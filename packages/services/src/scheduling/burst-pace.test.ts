import { describe, expect, it } from "vitest";
import { createBurstPace } from "./burst-pace.ts";

const behind = { reports: 200, regions: 2 };
const between = { reports: 70, regions: 2 };
const calm = { reports: 3, regions: 2 };

describe("createBurstPace", () => {
  it("gives rollouts all of it while the judge keeps up", () => {
    const pace = createBurstPace(600);
    expect([calm, between, calm].map(pace.note)).toEqual([false, false, false]);
    expect(pace.max()).toBe(600);
  });

  it("halves it at every measurement that finds the judge behind, and never ends a rollout's probes", () => {
    const pace = createBurstPace(600);
    const paces = Array.from({ length: 6 }, () => pace.note(behind) && pace.max());
    expect(paces).toEqual([300, 150, 75, 60, 60, 60]);
  });

  it("keeps it where it is while what has piled up is being worked off, and then gives it back", () => {
    const pace = createBurstPace(600);
    pace.note(behind);
    pace.note(between);
    expect(pace.max()).toBe(300);
    for (let i = 0; i < 4; i++) pace.note(calm);
    expect(pace.max()).toBe(600);
  });

  it("bears more of more regions", () => {
    const pace = createBurstPace(600);
    expect(pace.note({ reports: 400, regions: 20 })).toBe(false);
  });

  it("leaves a smaller budget as it was set", () => {
    const pace = createBurstPace(20);
    pace.note(behind);
    expect(pace.max()).toBe(20);
  });
});
