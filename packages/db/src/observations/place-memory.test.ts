import { describe, expect, it } from "vitest";
import { createPlaceMemory } from "./place-memory.ts";

const dayMs = 86_400_000;
const noon = Date.UTC(2026, 4, 10, 12);

describe("what a program remembers of places", () => {
  it("is bounded, and keeps what is used when texts come that are never said again", () => {
    const memory = createPlaceMemory(() => noon);
    memory.set("useful", { series: 1, n: 0 });
    const once = (i: number) => String(i).padEnd(1_000);
    for (let i = 0; i < 30_000; i++) {
      memory.set(once(i), { series: 2, n: i % 100 });
      if (i % 1_000 === 0) memory.get("useful");
    }
    expect(memory.get(once(0))).toBeUndefined();
    expect(memory.get("useful")).toEqual({ series: 1, n: 0 });
  });

  it("is forgotten with its day, and reaches back to yesterday at most", () => {
    let now = noon;
    const memory = createPlaceMemory(() => now);
    expect(memory.oldestDayMs()).toBe(Date.UTC(2026, 4, 9));
    memory.set("today", { series: 1, n: 0 });
    now += dayMs / 2 - 1;
    memory.oldestDayMs();
    expect(memory.get("today")).toEqual({ series: 1, n: 0 });
    now += 1;
    expect(memory.oldestDayMs()).toBe(Date.UTC(2026, 4, 10));
    expect(memory.get("today")).toBeUndefined();
  });

  it("of earlier releases is asked again after ten seconds, and for a longer time", async () => {
    let now = noon;
    const memory = createPlaceMemory(() => now);
    const asked: number[] = [];
    const isUsed = (sinceMs: number) =>
      memory.isWideUsed(sinceMs, async () => {
        asked.push(sinceMs);
        return asked.length > 2;
      });
    expect(await isUsed(noon)).toBe(false);
    now += 9_999;
    expect(await isUsed(noon)).toBe(false);
    expect(asked).toEqual([noon]);
    expect(await isUsed(noon - dayMs)).toBe(false);
    now += 10_000;
    expect(await isUsed(noon)).toBe(true);
    expect(asked).toEqual([noon, noon - dayMs, noon]);
  });
});
