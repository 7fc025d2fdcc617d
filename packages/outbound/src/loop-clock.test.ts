import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LoopClock, startLoopClock } from "./loop-clock.ts";

/** Keeps the event loop from turning, as a long computation or a starved machine does. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
const turn = (afterMs: number) => new Promise<void>((resolve) => setTimeout(resolve, afterMs));

let clock: LoopClock;
beforeAll(() => {
  clock = startLoopClock();
});
afterAll(() => clock.stop());

describe("startLoopClock", () => {
  it("counts what it did not listen, at once and for good", async () => {
    const before = clock.deafMs();
    block(200);
    expect(clock.deafMs() - before).toBeGreaterThan(150);
    await turn(30);
    const after = clock.deafMs();
    expect(after - before).toBeGreaterThan(150);
    await turn(0);
    expect(clock.deafMs()).toBeGreaterThanOrEqual(after);
  });
});
