import { describe, expect, it } from "vitest";
import { type BalanceMode, createBalancer } from "./balancer.ts";
import { seededRandom } from "./seeded-random.ts";

const pods = ["a", "b", "c"];
const choices = (mode: BalanceMode, count: number, source = (_: number) => "127.0.0.1") => {
  const balance = createBalancer(mode, seededRandom(7));
  return Array.from({ length: count }, (_, i) => balance(pods, source(i)));
};

describe("createBalancer", () => {
  it("gives everyone their turn in round robin", () => {
    expect(choices("round_robin", 7)).toEqual(["a", "b", "c", "a", "b", "c", "a"]);
  });

  it("chooses everyone about equally often at random, and alike for the same seed", () => {
    const chosen = choices("random", 3_000);
    for (const pod of pods) {
      const count = chosen.filter((other) => other === pod).length;
      expect(count).toBeGreaterThan(900);
      expect(count).toBeLessThan(1_100);
    }
    expect(choices("random", 3_000)).toEqual(chosen);
  });

  it("keeps a source address with one pod, and spreads many addresses over all", () => {
    expect(new Set(choices("source_address", 50)).size).toBe(1);
    expect(new Set(choices("source_address", 50, (i) => `10.0.0.${i}`)).size).toBe(3);
  });

  it.each(["round_robin", "random", "source_address"] as const)("chooses nobody among none: %s", (mode) => {
    expect(createBalancer(mode, seededRandom(1))([], "127.0.0.1")).toBeNull();
  });
});
