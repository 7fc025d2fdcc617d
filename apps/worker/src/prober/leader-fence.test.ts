import { describe, expect, it } from "vitest";
import { createLeaderFence } from "./leader-fence.ts";

describe("the fence against a former leader", () => {
  it("keeps out batches of an earlier leader once a later one was heard", () => {
    const fence = createLeaderFence();
    expect([3, 4, 3, 4, 5, 4].map((token, second) => fence.admits(token, second * 1000))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it("admits a lower token when the leader with the higher one is long silent: the database was put back", () => {
    const fence = createLeaderFence();
    fence.admits(70, 0);
    expect(fence.admits(2, 15_000)).toBe(false);
    expect(fence.admits(2, 15_001)).toBe(true);
  });

  it("admits batches without a token: schedulers of the last release send none", () => {
    const fence = createLeaderFence();
    fence.admits(2, 0);
    expect(fence.admits(undefined, 1)).toBe(true);
  });
});
