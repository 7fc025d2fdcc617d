import { describe, expect, it } from "vitest";
import { createHostPauses } from "./host-pauses.ts";

/** The seconds of which a burst's probe is admitted, of 0 to `until`, after what was asked for at second 0. */
function admitted(retryAfterMs: number | undefined, until: number, host = "a") {
  const pauses = createHostPauses();
  pauses.note("a", retryAfterMs, 0);
  return Array.from({ length: until }, (_, i) => i + 1).filter((second) =>
    pauses.admitsBurst(host, second * 1000),
  );
}

describe("a host", () => {
  it("that asks for nothing is probed on", () => {
    expect(admitted(undefined, 3)).toEqual([1, 2, 3]);
  });

  it("that asks for a minute is looked at once in it, then probed on", () => {
    expect(admitted(60_000, 62)).toEqual([30, 60, 61, 62]);
  });

  it("that asks for a day is left alone for five minutes", () => {
    expect(admitted(86_400_000, 301).at(-1)).toBe(301);
    expect(admitted(86_400_000, 299)).toEqual([30, 60, 90, 120, 150, 180, 210, 240, 270]);
  });

  it("holds back no other", () => {
    expect(admitted(60_000, 2, "b")).toEqual([1, 2]);
  });
});
