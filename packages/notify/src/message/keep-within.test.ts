import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonBytes, keepWithin } from "./keep-within.ts";

it("keeps the leading items, as many as fit and no more", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat({ max: 500 }), (items, max) => {
      const kept = keepWithin(items, jsonBytes, max);
      const sizeOf = (some: string[]) => some.reduce((sum, item) => sum + jsonBytes(item), 0);
      expect(items.slice(0, kept.length)).toEqual(kept);
      expect(sizeOf(kept)).toBeLessThanOrEqual(max);
      if (kept.length < items.length) expect(sizeOf(items.slice(0, kept.length + 1))).toBeGreaterThan(max);
    }),
  );
});
