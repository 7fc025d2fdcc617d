import { describe, expect, it } from "vitest";
import { type Figures, planFor, type Stretch, slopesOf } from "./plan.ts";

const stretch = (probes: number, each: number): Stretch => ({
  probes,
  ...{ scheduler: each, prober: each, judge: each, postgres: each, redis: each },
  ...{ redisBytes: each, walBytes: each },
});

/** 1,000 monitors of which each takes 0.0001 by itself, beside 0.1; a probe takes 0.001, from a second region 0.0005. */
const stretches = {
  rest: stretch(0, 0.1),
  slow: stretch(100, 0.3),
  fast: stretch(200, 0.4),
  wide: stretch(400, 0.5),
};

describe("slopesOf", () => {
  it("parts what there is at rest, what a monitor takes, and what a probe takes from the first region and the next", () => {
    const { atRest, perMonitor, perProbe, perFurtherProbe } = slopesOf(stretches, 1_000);
    expect(atRest.judge).toBeCloseTo(0.1);
    expect(perMonitor.judge).toBeCloseTo(0.0001);
    expect(perProbe.judge).toBeCloseTo(0.001);
    expect(perFurtherProbe.judge).toBeCloseTo(0.0005);
  });

  it("takes what is lost in noise for nothing, not for less", () => {
    const noisy = { ...stretches, wide: stretch(400, 0.39) };
    expect(slopesOf(noisy, 1_000).perFurtherProbe.judge).toBe(0);
  });

  it("refuses stretches with as many probes", () => {
    expect(() => slopesOf({ ...stretches, fast: stretch(100, 0.4) }, 1_000)).toThrow(RangeError);
    expect(() => slopesOf({ ...stretches, wide: stretch(200, 0.5) }, 1_000)).toThrow(RangeError);
  });
});

describe("planFor", () => {
  const figures: Figures = {
    atRest: stretch(0, 0.1),
    perMonitor: stretch(0, 0.000_001),
    perProbe: stretch(0, 0.0001),
    perFurtherProbe: stretch(0, 0.000_05),
    memory: 1_000,
    bytesStored: 100,
  };
  const size = { monitors: 60_000, regions: 4, regionsPerMonitor: 2, intervalSeconds: 60 };

  it("adds up rest, monitors, probes of the first region and of the next, and leaves room on every core", () => {
    const plan = planFor(size, figures);
    const used = 0.1 + 60_000 * 0.000_001 + 1_000 * 0.0001 + 1_000 * 0.000_05;
    expect(plan.probesPerSecond).toBe(2_000);
    expect(plan.cells).toBe(1);
    expect(plan.leaderBusy).toBeCloseTo(used);
    expect(plan.judgeCores).toBeCloseTo(used / 0.7);
    expect(plan.redisBytesPerSecond).toBeCloseTo(used);
    expect(plan.storedBytesPerDay).toBe(2_000 * 86_400 * 100);
  });

  it("gives a region what its share of the monitors takes, each probe as much as a first one", () => {
    expect(planFor(size, figures).proberCores).toBeCloseTo((0.1 + 30_000 * 0.000_001 + 500 * 0.0001) / 0.7);
  });

  it("takes as many cells as the one scheduler and the one Redis of each can bear, each with what is there at rest", () => {
    const plan = planFor({ ...size, monitors: 600_000 }, figures);
    expect(plan.cells).toBe(4);
    expect(plan.leaderBusy).toBeLessThanOrEqual(0.7);
    expect(plan.leaderBytes).toBe(150_000 * 1_000);
    expect(plan.postgresCores).toBeCloseTo((4 * 0.1 + 2.1) / 0.7);
  });

  it("takes as many cells as the scheduler's memory asks for", () => {
    const plan = planFor(size, { ...figures, memory: 100_000 });
    expect(plan.cells).toBe(3);
    expect(plan.leaderBytes).toBe(2e9);
  });
});
