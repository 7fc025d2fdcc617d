import { describe, expect, it } from "vitest";
import { createManualClock } from "./fleet-clock.ts";

describe("createManualClock", () => {
  it("runs what falls due in the order of its time, calls made meanwhile included", () => {
    const clock = createManualClock(1_000);
    const ran: string[] = [];
    clock.after(20, () => ran.push(`b at ${clock.now()}`));
    clock.after(10, () => {
      ran.push(`a at ${clock.now()}`);
      clock.after(5, () => ran.push(`a2 at ${clock.now()}`));
    });
    const takeBack = clock.after(12, () => ran.push("never"));
    clock.after(31, () => ran.push("too late"));
    takeBack();
    clock.advance(30);
    expect(ran).toEqual(["a at 1010", "a2 at 1015", "b at 1020"]);
    expect(clock.now()).toBe(1_030);
  });
});
