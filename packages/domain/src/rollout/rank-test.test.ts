import { describe, expect, it } from "vitest";
import { seeded } from "../../test/random.ts";
import { rankEvidence } from "./rank-test.ts";

const evens = Array.from({ length: 20 }, (_, i) => 2 * i);

describe("rankEvidence", () => {
  it.each([
    { name: "alike", later: evens, from: 0, to: 0.1 },
    { name: "smaller", later: evens.map((value) => value - 30), from: 0, to: 0 },
    { name: "larger by a quarter", later: evens.map((value) => value + 10), from: 2, to: 6 },
    { name: "larger throughout", later: evens.map((value) => value + 100), from: 14, to: 16 },
    { name: "larger but for one", later: [...evens.map((value) => value + 100), -1], from: 11, to: 16 },
    { name: "one of them enormous", later: [...evens, 1_000_000], from: 0, to: 1 },
  ])("of values that are $name is between $from and $to nats", ({ later, from, to }) => {
    const found = rankEvidence(evens, later);
    expect(found).toBeGreaterThanOrEqual(from);
    expect(found).toBeLessThanOrEqual(to);
  });

  it("asks for the order alone: whatever stretches the values changes nothing", () => {
    const later = evens.map((value) => value + 7);
    const stretched = (values: number[]) => values.map((value) => Math.exp(value / 10));
    expect(rankEvidence(stretched(evens), stretched(later))).toBe(rankEvidence(evens, later));
  });

  it("is none where all values are equal, or there are none", () => {
    expect(rankEvidence([5, 5, 5], [5, 5, 5])).toBe(0);
    expect(rankEvidence([], [5])).toBe(0);
    expect(rankEvidence([5], [])).toBe(0);
  });

  it("exceeds x nats by chance in at most e^-x of all comparisons, ties and all", () => {
    const random = seeded(7);
    const draw = (n: number, levels: number) =>
      Array.from({ length: n }, () => Math.floor(random() * levels) ** 3);
    for (const levels of [4, 30, 1e9]) {
      const found = Array.from({ length: 4000 }, () => rankEvidence(draw(12, levels), draw(40, levels)));
      for (const nats of [2, 4, 6]) {
        const share = found.filter((evidence) => evidence >= nats).length / found.length;
        expect(share).toBeLessThanOrEqual(1.3 * Math.exp(-nats));
      }
    }
  });
});
