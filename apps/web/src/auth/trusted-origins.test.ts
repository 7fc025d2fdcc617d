import { describe, expect, it } from "vitest";
import { isSameOrigin, trustedOrigins } from "./trusted-origins.ts";

describe("isSameOrigin", () => {
  const origins = trustedOrigins("https://rollcall.example.com");
  it.each([
    { name: "our own origin", headers: { origin: "https://rollcall.example.com" }, expected: true },
    { name: "another origin", headers: { origin: "https://evil.example.com" }, expected: false },
    { name: "a subdomain", headers: { origin: "https://a.rollcall.example.com" }, expected: false },
    {
      name: "the same host over plain http",
      headers: { origin: "http://rollcall.example.com" },
      expected: false,
    },
    { name: "an opaque origin", headers: { origin: "null" }, expected: false },
    {
      name: "no origin, but said to be the same",
      headers: { "sec-fetch-site": "same-origin" },
      expected: true,
    },
    { name: "no origin, a sibling site", headers: { "sec-fetch-site": "same-site" }, expected: false },
    {
      name: "another origin that claims to be the same",
      headers: { origin: "https://evil.example.com", "sec-fetch-site": "same-origin" },
      expected: false,
    },
    { name: "nothing at all", headers: {}, expected: false },
  ])("$name: $expected", ({ headers, expected }) => {
    expect(isSameOrigin(new Headers(headers as Record<string, string>), origins)).toBe(expected);
  });
});

describe("trustedOrigins", () => {
  it("knows this machine by all its names, on one port", () => {
    expect(trustedOrigins("http://127.0.0.1:3000")).toEqual([
      "http://localhost:3000",
      "http://127.0.0.1:3000",
      "http://[::1]:3000",
    ]);
  });

  it("knows a host by one name only", () => {
    expect(trustedOrigins("https://rollcall.example.com")).toEqual(["https://rollcall.example.com"]);
  });
});
