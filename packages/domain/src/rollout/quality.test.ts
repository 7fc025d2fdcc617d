import { describe, expect, it } from "vitest";
import { seeded } from "../../test/random.ts";
import { addToQuality, emptyQuality, type Quality } from "./quality.ts";
import type { Sample } from "./sample.ts";
import { slowLimitMs } from "./slowness.ts";

const risk = 0.001;

function sample(at: number, change: Partial<Sample>): Sample {
  const plain = {
    seq: 10,
    isBusted: false,
    isBlocked: false,
    isEarlier: false,
    ms: 50,
    mark: "expected",
  } as const;
  return { at, version: "expected", ok: true, ...plain, ...change };
}

/** Ticks of five answers each, two seconds apart; `answer` says what one of them is. */
function after(
  ticks: number,
  answer: (tick: number, i: number) => Partial<Sample>,
  { from = emptyQuality, isBefore = false } = {},
): Quality {
  let quality = from;
  const start = from.tick.at;
  for (let tick = 1; tick <= ticks; tick++) {
    for (let i = 0; i < 5; i++) {
      quality = addToQuality(quality, sample(start + tick * 2000, answer(tick, i)), isBefore, risk);
    }
  }
  return quality;
}

const old = { version: "previous" } as const;
const failed = { version: "unreadable", ok: false } as const;
const well = after(20, () => old, { isBefore: true });

describe("addToQuality", () => {
  it("finds within seconds that everything fails", () => {
    expect(after(2, () => failed, { from: well }).failing.test.risen).toBeNull();
    expect(after(5, () => failed, { from: well }).failing.test.risen).not.toBeNull();
  });

  it("is not alarmed by a blip that fails a whole tick, however many probes it had", () => {
    const blip = after(1, () => failed, { from: well });
    expect(after(30, () => ({}), { from: blip }).failing.test).toMatchObject({
      risen: null,
      suspicion: null,
    });
  });

  it("finds one failure in eight in large ticks, behind whose good answers it must not hide", () => {
    const random = seeded(5);
    let quality = well;
    for (let tick = 1; tick <= 40; tick++) {
      const at = well.tick.at + tick * 2000;
      for (let i = 0; i < 20; i++)
        quality = addToQuality(quality, sample(at, { ok: random() >= 0.125 }), false, risk);
    }
    expect(quality.failingNew.test.risen).not.toBeNull();
  });

  it("takes what failed before as usual", () => {
    const shaky = after(40, (tick, i) => (i === tick % 5 ? failed : old), { isBefore: true });
    expect(shaky.failing.test.risen).toBeNull();
    expect(shaky.baseline.hits / shaky.baseline.answers).toBeCloseTo(0.2, 1);
    const same = after(40, (tick, i) => (i === tick % 5 ? failed : {}), { from: shaky });
    expect(same.failing.test.risen).toBeNull();
    const worse = after(40, () => failed, { from: shaky });
    expect(worse.failing.test.risen).not.toBeNull();
  });

  it("takes a service that always failed as it is", () => {
    const broken = after(40, () => failed, { isBefore: true });
    expect(broken.failing.test.risen).toBeNull();
  });

  it("names the new version when it is what fails, while most answers are old and good", () => {
    const mix = after(20, (_, i) => (i === 0 ? { ok: false } : old), { from: well });
    expect(mix.failingNew.test.risen).not.toBeNull();
  });

  it("ends a rise after enough good answers in a row", () => {
    const broken = after(10, () => ({ ok: false }), { from: well });
    expect(broken.failingNew.test.risen).not.toBeNull();
    expect(after(60, () => ({}), { from: broken }).failingNew.test.risen).toBeNull();
  });

  it("leaves out what a firewall answers to us alone", () => {
    expect(after(20, () => ({ ...failed, isBlocked: true }), { from: well })).toEqual(well);
  });

  it("finds a version that is half as long again and 100 ms more", () => {
    const random = seeded(1);
    const noisy = () => 40 + random() * 40;
    const before = after(30, () => ({ ...old, ms: noisy() }), { isBefore: true });
    expect(slowLimitMs(before)).toBeGreaterThan(140);
    expect(after(60, () => ({ ms: 100 + noisy() / 4 }), { from: before }).slow.test.risen).toBeNull();
    expect(after(20, () => ({ ms: 300 + noisy() }), { from: before }).slow.test.risen).not.toBeNull();
  });

  it("does not blame the new version for what slows the old one as well", () => {
    const before = after(30, () => ({ ...old, ms: 50 }), { isBefore: true });
    const both = after(60, (_, i) => ({ ...(i < 3 ? old : {}), ms: 400 }), { from: before });
    const later = after(60, () => ({ ms: 400 }), { from: { ...both, slow: before.slow } });
    expect(later.slow.test.risen).toBeNull();
  });

  it("does not call a stall of one tick slow, although all its answers are", () => {
    const before = after(30, () => ({ ...old, ms: 50 }), { isBefore: true });
    const stalled = after(60, (tick) => ({ ms: tick === 20 ? 2000 : 50 }), { from: before });
    expect(stalled.slow.test.risen).toBeNull();
  });
});
