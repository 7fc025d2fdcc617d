import { describe, expect, it } from "vitest";
import { createDoorbell } from "./doorbell.ts";

describe("createDoorbell", () => {
  it("keeps a ring for whoever comes later, once", async () => {
    const bell = createDoorbell();
    bell.ring();
    bell.ring();
    expect(await bell.wait(1)).toBe("rung");
    expect(await bell.wait(1)).toBe("timeout");
  });

  it("wakes who waits", async () => {
    const bell = createDoorbell();
    const waiting = bell.wait(60_000);
    bell.ring();
    expect(await waiting).toBe("rung");
  });

  it("sleeps through rings while resting, and keeps them", async () => {
    const bell = createDoorbell();
    const resting = bell.rest(5);
    bell.ring();
    expect(await resting).toBe("timeout");
    expect(await bell.wait(1)).toBe("rung");
  });

  it("lets nobody wait any more once closed", async () => {
    const bell = createDoorbell();
    const waits = [bell.wait(60_000)];
    bell.close();
    expect(await Promise.all(waits)).toEqual(["closed"]);
    expect(await bell.rest(60_000)).toBe("closed");
    bell.ring();
    expect(await bell.wait(60_000)).toBe("closed");
  });
});
