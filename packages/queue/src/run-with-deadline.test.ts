import { describe, expect, it } from "vitest";
import { runWithDeadline } from "./run-with-deadline.ts";

describe("runWithDeadline", () => {
  it("gives back what the work gives, and leaves its signal alone", async () => {
    let signal: AbortSignal | undefined;
    const result = await runWithDeadline("job", 10_000, async (given) => {
      signal = given;
      return 42;
    });
    expect(result).toBe(42);
    expect(signal?.aborted).toBe(false);
  });

  it("rejects with the work's own error when that comes first", async () => {
    const failing = runWithDeadline("job", 10_000, () => Promise.reject(new Error("own")));
    await expect(failing).rejects.toThrow("own");
  });

  it("rejects and aborts when the time is over", async () => {
    let signal: AbortSignal | undefined;
    const hanging = runWithDeadline("job", 5, (given) => {
      signal = given;
      return new Promise(() => {});
    });
    await expect(hanging).rejects.toThrow("job did not end within 5 ms.");
    expect(signal?.aborted).toBe(true);
  });
});
