import { describe, expect, it } from "vitest";
import { type Figures, planFor, type Stretch, slopesOf } from "./plan.ts";

const stretch = (probes: number, each: number): Stretch => ({
  probes,
  ...{ scheduler: each, prober: each, judge: each, postgres: each, redis: each },
  ...{ redisBytes: each, walBytes: each },
});

describe("slopesOf", () => {
  it("parts what probes cost from what is there without them", () => {
    const { perProbe, atRest } = slopesOf(stretch(100, 0.3), stretch(300, 0.7));
    expect(perProbe.judge).toBeCloseTo(0.002);
    expect(atRest.judge).toBeCloseTo(0.1);
  });

  it("refuses two stretches with as many probes", () => {
    expect(() => slopesOf(stretch(100, 0.3), stretch(100, 0.7))).toThrow(RangeError);
  });
});

describe("planFor", () => {
  const figures: Figures = {
    ...slopesOf(stretch(0, 0), stretch(10_000, 1)),
    memory: 1_000,
    bytesStored: 100,
  };
  const size = { monitors: 60_000, regions: 4, regionsPerMonitor: 2, intervalSeconds: 60 };

  it("shares the probes among regions and leaves room on every core", () => {
    const plan = planFor(size, figures);
    expect(plan.probesPerSecond).toBe(2_000);
    expect(plan.cells).toBe(1);
    expect(plan.leaderBusy).toBeCloseTo(0.2);
    expect(plan.proberCores).toBeCloseTo(0.2 / 4 / 0.7);
    expect(plan.judgeCores).toBeCloseTo(0.2 / 0.7);
    expect(plan.storedBytesPerDay).toBe(2_000 * 86_400 * 100);
  });

  it("takes as many cells as the one scheduler and the one Redis of each can bear", () => {
    const plan = planFor({ ...size, monitors: 600_000 }, figures);
    expect(plan.cells).toBe(3);
    expect(plan.leaderBusy).toBeLessThanOrEqual(0.7);
    expect(plan.leaderBytes).toBe(200_000 * 1_000);
  });
});
