import { slowAfterMs } from "@rollcall/services/delivery";
import { describe, expect, it } from "vitest";
import { createPlaces } from "./places.ts";

function openPlaces() {
  let now = 0;
  const places = createPlaces(() => now);
  const takeAll = (isSlow: boolean) => {
    const { limit, slowLimit } = places.free();
    return Array.from({ length: isSlow ? slowLimit : limit }, () => places.take(isSlow));
  };
  return { ...places, takeAll, advance: (ms: number) => (now += ms) };
}

describe("the places of a notifier", () => {
  it("are free again, and those of slow receivers still are, when what hangs has hung for two seconds, however often", () => {
    const places = openPlaces();
    for (let round = 0; round < 5; round++) {
      expect(places.takeAll(false)).toHaveLength(20);
      expect(places.free().limit).toBe(0);
      places.advance(slowAfterMs);
    }
    expect(places.free()).toEqual({ limit: 20, slowLimit: 20 });
  });

  it("of slow receivers are no others' and come back as their messages end", () => {
    const places = openPlaces();
    const [first, ...others] = places.takeAll(true);
    expect(others).toHaveLength(19);
    expect(places.free()).toEqual({ limit: 20, slowLimit: 0 });
    first?.();
    first?.();
    expect(places.free()).toEqual({ limit: 20, slowLimit: 1 });
  });
});
