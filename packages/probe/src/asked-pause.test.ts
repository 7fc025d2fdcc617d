import type { OutboundResult } from "@rollcall/outbound";
import { describe, expect, it } from "vitest";
import { askedPauseMs } from "./asked-pause.ts";

const now = Date.UTC(2026, 10, 22, 12);
const answered = (status: number, retryAfter?: string) =>
  ({
    outcome: { kind: "answered", status, body: "none" },
    headers: retryAfter === undefined ? [] : [["Retry-After", retryAfter]],
  }) as unknown as OutboundResult;

describe("askedPauseMs", () => {
  it.each([
    { name: "seconds of a 429", result: answered(429, "120"), expected: 120_000 },
    { name: "seconds of a 503", result: answered(503, " 5 "), expected: 5_000 },
    { name: "a 429 that says nothing", result: answered(429), expected: 30_000 },
    { name: "a 429 that says nonsense", result: answered(429, "soon"), expected: 30_000 },
    { name: "a 503 that says nothing", result: answered(503), expected: undefined },
    { name: "a good answer", result: answered(200, "120"), expected: undefined },
  ])("$name: $expected", ({ result, expected }) => {
    expect(askedPauseMs(result, now)).toBe(expected);
  });

  it("is nothing where nobody answered", () => {
    const refused = { outcome: { kind: "refused" }, headers: [] } as unknown as OutboundResult;
    expect(askedPauseMs(refused, now)).toBeUndefined();
  });
});
