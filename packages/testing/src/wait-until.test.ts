import { describe, expect, it } from "vitest";
import { waitUntil } from "./wait-until.ts";

describe("waitUntil", () => {
  it("returns the first truthy reading, though earlier ones were empty or threw", async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      if (reads === 1) throw new Error("not yet");
      return reads < 4 ? null : "ready";
    };
    expect(await waitUntil("it to be ready", read, { everyMs: 1 })).toBe("ready");
    expect(reads).toBe(4);
  });

  it("fails at the deadline with what was awaited and read last", async () => {
    const waiting = waitUntil("a seventh", () => 0, { timeoutMs: 20, everyMs: 5 });
    await expect(waiting).rejects.toThrow("Waited 20 ms for a seventh; the last reading was: 0");
  });

  it("keeps the last error as the cause", async () => {
    const read = () => {
      throw new Error("refused");
    };
    await expect(waitUntil("an answer", read, { timeoutMs: 5, everyMs: 1 })).rejects.toThrow(
      "the last reading was: refused",
    );
  });
});
