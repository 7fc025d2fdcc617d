import { afterEach, describe, expect, it, vi } from "vitest";
import { newId } from "./new-id.ts";

afterEach(() => vi.useRealTimers());

describe("a new id", () => {
  it("is a prefix and a UUID version 7", () => {
    expect(newId("dep")).toMatch(/^dep_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  });

  it("carries the time in its first digits, so that ids sort by age", () => {
    const before = Date.now();
    const time = Number.parseInt(newId("mon").slice(4, 16), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it("is never given twice", () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newId("inc"))).size).toBe(10_000);
  });

  it("sorts after those made before, in the same millisecond and after the clock was set back", () => {
    const now = Date.now();
    const ids = [0, 0, -3_600_000, -3_600_000, 1].map((ms) => {
      vi.useFakeTimers({ now: now + ms });
      return newId("out");
    });
    expect(ids.toSorted()).toEqual(ids);
  });
});
