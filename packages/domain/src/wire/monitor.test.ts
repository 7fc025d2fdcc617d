import { describe, expect, it } from "vitest";
import { originUrl } from "./monitor.ts";

describe("originUrl", () => {
  const shop = "https://shop.example/version?a=1";
  it.each([
    { name: "a host, by the monitor's scheme", origin: "10.0.0.7", url: shop, expected: "https://10.0.0.7" },
    {
      name: "its port too",
      origin: "10.0.0.7",
      url: "http://shop.example:8080/",
      expected: "http://10.0.0.7:8080",
    },
    {
      name: "a port of its own",
      origin: "origin.example:8443",
      url: shop,
      expected: "https://origin.example:8443",
    },
    {
      name: "the scheme's port, said",
      origin: "a:443",
      url: "https://shop.example:8443/",
      expected: "https://a",
    },
    { name: "a URL", origin: "http://10.0.0.7:8080", url: shop, expected: "http://10.0.0.7:8080" },
    { name: "an IPv6 address", origin: "[2001:db8::1]:81", url: shop, expected: "https://[2001:db8::1]:81" },
    { name: "no path", origin: "http://a/b", url: shop, expected: null },
    { name: "no query", origin: "a?b", url: shop, expected: null },
    { name: "no user", origin: "me@a", url: shop, expected: null },
    { name: "no other scheme", origin: "ftp://a", url: shop, expected: null },
    { name: "nothing", origin: "", url: shop, expected: null },
  ])("takes $name", ({ origin, url, expected }) => {
    expect(originUrl(origin, url)).toBe(expected);
  });
});
