import type { OutboundResult } from "@rollcall/outbound";
import { describe, expect, it } from "vitest";
import { readRetryAfterMs } from "./read-retry-after.ts";

const now = Date.UTC(2026, 10, 22, 12);
const answered = (status: number, retryAfter?: string) =>
  ({
    outcome: { kind: "answered", status, body: "none" },
    headers: retryAfter === undefined ? [] : [["Retry-After", retryAfter]],
  }) as unknown as OutboundResult;

describe("readRetryAfterMs", () => {
  it.each([
    { name: "seconds of a 429", result: answered(429, "120"), expected: 120_000 },
    { name: "seconds of a 503", result: answered(503, " 5 "), expected: 5_000 },
    { name: "a date", result: answered(429, "Sun, 22 Nov 2026 12:01:00 GMT"), expected: 60_000 },
    { name: "a date that is past", result: answered(429, "Sun, 22 Nov 2026 11:00:00 GMT"), expected: 0 },
    { name: "a 429 that says nothing", result: answered(429), expected: 30_000 },
    { name: "a 429 that says nonsense", result: answered(429, "soon"), expected: 30_000 },
    { name: "a 503 that says nothing", result: answered(503), expected: undefined },
    { name: "a good answer", result: answered(200, "120"), expected: undefined },
  ])("$name: $expected", ({ result, expected }) => {
    expect(readRetryAfterMs(result, now)).toBe(expected);
  });

  it("is nothing where nobody answered", () => {
    const refused = { outcome: { kind: "refused" }, headers: [] } as unknown as OutboundResult;
    expect(readRetryAfterMs(refused, now)).toBeUndefined();
  });
});
