import { describe, expect, it } from "vitest";
import { type CurlProbe, type CurlTarget, curlCommand } from "./curl-command.ts";

const target: CurlTarget = {
  url: "http://a/",
  method: "GET",
  timeoutMs: 1000,
  followRedirects: 0,
  origin: "10.0.0.7:8443",
  headers: [],
};

describe("curlCommand", () => {
  it("hides secret values and quotes what a shell would read", () => {
    const command = curlCommand({
      ...target,
      url: "https://example.com/it's?a=1&b=2",
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

  it.each([
    { method: "HEAD", expected: "curl -sS -D- --max-time 1 --head 'http://a/'" },
    { method: "POST", expected: "curl -sS -D- --max-time 1 -X POST 'http://a/'" },
    { followRedirects: 3, expected: "curl -sS -D- --max-time 1 -L --max-redirs 3 'http://a/'" },
  ])("asks as the monitor does: $expected", ({ expected, ...change }) => {
    expect(curlCommand({ ...target, ...change })).toBe(expected);
  });

  const probes: { name: string; url: string; probe: CurlProbe; expected: string }[] = [
    {
      name: "the address behind a name",
      url: "https://example.com/v?a=1",
      probe: { variant: "plain", remoteAddress: "203.0.113.7" },
      expected: "--resolve 'example.com:443:203.0.113.7' 'https://example.com/v?a=1'",
    },
    {
      name: "an IPv6 address and a port of its own",
      url: "http://example.com:8080/",
      probe: { variant: "plain", remoteAddress: "2001:db8::1" },
      expected: "--resolve 'example.com:8080:[2001:db8::1]' 'http://example.com:8080/'",
    },
    {
      name: "an address as it stands",
      url: "http://203.0.113.7/",
      probe: { variant: "plain", remoteAddress: "203.0.113.7" },
      expected: "'http://203.0.113.7/'",
    },
    {
      name: "past the caches",
      url: "http://a/?b=1#c",
      probe: { variant: "busted", remoteAddress: null },
      expected: "-H 'Cache-Control: no-cache, no-store' 'http://a/?b=1&rollcall-probe=by-hand#c'",
    },
  ];
  it("asks the origin as a probe of it does", () => {
    const probe = { variant: "origin", remoteAddress: "10.0.0.7" } as const;
    const curl = "curl -sS -D- --max-time 1";
    const url = "https://shop.example/v?a=1";
    expect(curlCommand({ ...target, url }, probe)).toBe(
      `${curl} --connect-to 'shop.example:443:10.0.0.7:8443' '${url}'`,
    );
    expect(curlCommand({ ...target, url, origin: "http://10.0.0.7" }, probe)).toBe(
      `${curl} -H 'Host: shop.example' 'http://10.0.0.7/v?a=1'`,
    );
  });

  it.each(probes)("repeats one probe: $name", ({ url, probe, expected }) => {
    expect(curlCommand({ ...target, url }, probe)).toBe(`curl -sS -D- --max-time 1 ${expected}`);
  });
});
