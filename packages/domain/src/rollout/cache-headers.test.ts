import { describe, expect, it } from "vitest";
import { cacheAgeSeconds, cacheStatus, detectCdn } from "./cache-headers.ts";

describe("detectCdn", () => {
  it.each([
    [{ "cf-cache-status": "DYNAMIC" }, "Cloudflare"],
    [{ "x-vercel-cache": "HIT" }, "Vercel"],
    [{ "x-amz-cf-pop": "AMS1" }, "CloudFront"],
    [{ "x-served-by": "cache-ams21-AMS" }, "Fastly"],
    [{ via: "1.1 varnish" }, "a CDN"],
    [{ "x-cache": "MISS" }, "a cache"],
    [{ age: "12" }, "a cache"],
    [{ age: "0" }, null],
    [{ "cache-control": "no-store", etag: '"a"' }, null],
    [{ via: "1.1 gateway" }, null],
    [{}, null],
  ])("reads %j as %s", (headers, expected) => {
    expect(detectCdn(headers)).toBe(expected);
  });
});

describe("what a cache says", () => {
  it.each([
    [{ age: "760", "cf-cache-status": "HIT" }, 760, "cf-cache-status: HIT"],
    [{ age: "-1" }, null, null],
    [{ age: "soon", "cache-status": "edge; hit" }, null, "cache-status: edge; hit"],
  ])("reads %j", (headers, age, status) => {
    expect(cacheAgeSeconds(headers)).toBe(age);
    expect(cacheStatus(headers)).toBe(status);
  });
});
