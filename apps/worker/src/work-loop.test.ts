import { createLogger } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { startWorkLoop } from "./work-loop.ts";

const log = createLogger({ name: "test", level: "silent" });
const never = { name: "test", everyMs: 3_600_000, log };

/** Resolves when `turns` have begun. */
function countTurns() {
  let count = 0;
  let reached = () => {};
  return {
    turn: () => {
      count += 1;
      reached();
    },
    count: () => count,
    until: (turns: number) =>
      new Promise<void>((resolve) => {
        reached = () => {
          if (count >= turns) resolve();
        };
        reached();
      }),
  };
}

describe("startWorkLoop", () => {
  it("begins at once, and again when it is woken", async () => {
    const turns = countTurns();
    const loop = startWorkLoop(never, async () => turns.turn());
    await turns.until(1);
    loop.wake();
    await turns.until(2);
    await loop.stop();
  });

  it("remembers being woken during a turn, once", async () => {
    const turns = countTurns();
    const loop = startWorkLoop(never, async () => {
      turns.turn();
      if (turns.count() === 1) {
        loop.wake();
        loop.wake();
      }
      await Promise.resolve();
    });
    await turns.until(2);
    await loop.stop();
    expect(turns.count()).toBe(2);
  });

  it("goes on after a turn that failed, and does not count it as done", async () => {
    const turns = countTurns();
    const startedAt = Date.now();
    const loop = startWorkLoop({ ...never, everyMs: 1 }, async () => {
      turns.turn();
      throw new Error("no");
    });
    await turns.until(3);
    expect(loop.lastDoneAt()).toBeLessThanOrEqual(startedAt + 1);
    await loop.stop();
  });

  it("lets a running turn finish before it has stopped", async () => {
    let isFinished = false;
    const turns = countTurns();
    const loop = startWorkLoop(never, async () => {
      turns.turn();
      await new Promise((resolve) => setImmediate(resolve));
      isFinished = true;
    });
    await turns.until(1);
    await loop.stop();
    expect(isFinished).toBe(true);
    expect(turns.count()).toBe(1);
  });
});
