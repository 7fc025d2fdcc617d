import { describe, expect, it } from "vitest";
import { tryUntil } from "./try-until.ts";

/** Work that fails so many times. */
function failing(times: number) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries <= times) throw new Error(`failure ${tries}`);
    return tries;
  };
}

describe("what is tried until it is done", () => {
  it("is done once it no longer fails", async () => {
    const failures: unknown[] = [];
    const done = tryUntil(
      () => false,
      (error) => failures.push(String(error)),
      failing(2),
      0,
    );
    expect(await done).toBe(3);
    expect(failures).toEqual(["Error: failure 1", "Error: failure 2"]);
  });

  it("fails with its last error when there is no time left", async () => {
    let left = 1;
    const done = tryUntil(
      () => left-- === 0,
      () => {},
      failing(5),
      0,
    );
    await expect(done).rejects.toThrow("failure 2");
  });
});
