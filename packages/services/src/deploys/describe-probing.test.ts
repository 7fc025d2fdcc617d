import { describe, expect, it } from "vitest";
import { curlCommand, describeProbing } from "./describe-probing.ts";

const plan = { version: 1, mode: "watching", count: 5, everyMs: 2000, compareCache: false } as const;

describe("describeProbing", () => {
  it.each([
    [plan, false, "5 probes every 2 s from each region while nothing moves."],
    [
      { ...plan, mode: "stuck", count: 1, everyMs: 10_000, compareCache: true },
      false,
      "1 probe every 10 s from each region until something moves again, one more past the caches.",
    ],
    [{ ...plan, mode: "interval" }, false, "Probed at each monitor's own interval."],
    [null, false, "Probed at each monitor's own interval."],
    [plan, true, "Not probed for this deploy any more."],
  ] as const)("says %j, ended %s", (input, hasEnded, expected) => {
    expect(describeProbing(input, hasEnded)).toBe(expected);
  });
});

describe("curlCommand", () => {
  it("hides secret values and quotes what a shell would read", () => {
    const command = curlCommand({
      url: "https://example.com/it's?a=1&b=2",
      method: "GET",
      timeoutMs: 2500,
      headers: [
        { name: "Authorization", value: null },
        { name: "X-Team", value: "a b" },
      ],
    });
    expect(command).toBe(
      "curl -sS -D- --max-time 3 -H 'Authorization: ***' -H 'X-Team: a b' 'https://example.com/it'\\''s?a=1&b=2'",
    );
  });
  it("asks with the monitor's method", () => {
    const target = { url: "http://a/", timeoutMs: 1000, headers: [] };
    expect(curlCommand({ ...target, method: "HEAD" })).toBe("curl -sS -D- --max-time 1 --head 'http://a/'");
    expect(curlCommand({ ...target, method: "POST" })).toBe("curl -sS -D- --max-time 1 -X POST 'http://a/'");
  });
});
