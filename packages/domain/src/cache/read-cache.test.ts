import { describe, expect, it } from "vitest";
import { cacheHeaderNames } from "../observation.ts";
import { describeAge, describeEdge } from "./describe-cache.ts";
import { type CacheReading, detectCache, readCache } from "./read-cache.ts";

type Case = { name: string; headers: Record<string, string>; expected: Partial<CacheReading> };

const cases: Case[] = [
  {
    name: "Cloudflare's hit, its place and age",
    headers: { "cf-cache-status": "HIT", "cf-ray": "8f2c1a0b9d3e4f50-AMS", age: "760" },
    expected: {
      edge: "Cloudflare",
      pop: "AMS",
      verdict: "hit",
      ageSeconds: 760,
      said: "cf-cache-status: HIT",
    },
  },
  ...(
    [
      ["MISS", "miss"],
      ["EXPIRED", "miss"],
      ["STALE", "stale"],
      ["UPDATING", "stale"],
      ["REVALIDATED", "revalidated"],
      ["BYPASS", "bypass"],
      ["DYNAMIC", "dynamic"],
      ["NONE", "unknown"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `Cloudflare's ${word}`,
    headers: { "cf-cache-status": word },
    expected: { edge: "Cloudflare", verdict },
  })),
  ...(
    [
      ["Hit from cloudfront", "hit"],
      ["OriginShieldHit from cloudfront", "hit"],
      ["RefreshHit from cloudfront", "revalidated"],
      ["Miss from cloudfront", "miss"],
      ["LambdaGeneratedResponse from cloudfront", "dynamic"],
      ["Error from cloudfront", "unknown"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `CloudFront's "${word}"`,
    headers: { "x-cache": word, "x-amz-cf-pop": "FRA56-P7", via: "1.1 a1b2.cloudfront.net (CloudFront)" },
    expected: { edge: "CloudFront", pop: "FRA56", verdict },
  })),
  ...(
    [
      ["MISS, HIT", "hit"],
      ["HIT, MISS", "hit"],
      ["MISS, MISS", "miss"],
      ["PASS", "bypass"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `the two layers of Fastly, "${word}"`,
    headers: {
      "x-cache": word,
      "x-served-by": "cache-iad-kiad7000123-IAD, cache-ams21066-AMS",
      via: "1.1 varnish, 1.1 varnish",
    },
    expected: { edge: "Fastly", pop: "AMS", verdict },
  })),
  ...(
    [
      ["TCP_HIT from a23-15-7-9.deploy.akamaitechnologies.com (AkamaiGHost/11.1)", "hit"],
      ["TCP_MEM_HIT from a23", "hit"],
      ["TCP_REFRESH_HIT from a23", "revalidated"],
      ["TCP_REFRESH_FAIL_HIT from a23", "stale"],
      ["TCP_REFRESH_MISS from a23", "miss"],
      ["TCP_MISS from a23", "miss"],
      ["TCP_DENIED from a23", "bypass"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `Akamai's ${word}`,
    headers: { "x-cache": word },
    expected: { edge: "Akamai", verdict },
  })),
  ...(
    [
      ["TCP_HIT", "hit"],
      ["TCP_REMOTE_HIT", "hit"],
      ["TCP_MISS", "miss"],
      ["PRIVATE_NOSTORE", "bypass"],
      ["CONFIG_NOCACHE", "bypass"],
      ["N/A", "unknown"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `Azure Front Door's ${word}`,
    headers: { "x-cache": word, "x-azure-ref": "20261122T090000Z-15c" },
    expected: { edge: "Azure Front Door", verdict },
  })),
  ...(
    [
      ["HIT", "hit"],
      ["STALE", "stale"],
      ["PRERENDER", "hit"],
      ["REVALIDATED", "revalidated"],
      ["MISS", "miss"],
    ] as const
  ).map(([word, verdict]) => ({
    name: `Vercel's ${word}`,
    headers: { "x-vercel-cache": word, "x-vercel-id": "fra1::iad1::8xk2f-1732266000000-abc" },
    expected: { edge: "Vercel", pop: "fra1", verdict },
  })),
  ...(
    [
      ['"Netlify Edge"; hit', "Netlify", "hit", null],
      [
        '"Netlify Durable"; fwd=miss, "Netlify Edge"; fwd=stale; fwd-status=304',
        "Netlify",
        "revalidated",
        null,
      ],
      ['OriginCache; hit; ttl=1100, "CDN; of, ours"; fwd=uri-miss; stored', null, "hit", 1100],
      ['ExampleCache; hit; ttl=-30; detail="a, b"', null, "stale", -30],
      ["ExampleCache; fwd=bypass", null, "bypass", null],
      ["ExampleCache; fwd=vary-miss; stored", null, "miss", null],
      ["ExampleCache", null, "unknown", null],
      ["", null, "unknown", null],
    ] as const
  ).map(([value, edge, verdict, ttlSeconds]) => ({
    name: `RFC 9211's ${value || "empty list"}`,
    headers: { "cache-status": value },
    expected: { edge, verdict, ttlSeconds },
  })),
  {
    name: "nginx's word",
    headers: { "x-cache-status": "UPDATING" },
    expected: { edge: null, verdict: "stale", said: "x-cache-status: UPDATING" },
  },
  {
    name: "bunny.net's word",
    headers: { "cdn-cache": "HIT" },
    expected: { edge: "bunny.net", verdict: "hit" },
  },
  {
    name: "Sucuri's word",
    headers: { "x-sucuri-cache": "BYPASS" },
    expected: { edge: "Sucuri", verdict: "bypass" },
  },
  {
    name: "Google Cloud's word",
    headers: { "x-goog-cache-status": "hit", via: "1.1 google" },
    expected: { edge: "Google Cloud", verdict: "hit" },
  },
  {
    name: "Squid's lookup",
    headers: { "x-cache-lookup": "HIT from proxy:3128" },
    expected: { edge: null, verdict: "hit" },
  },
  {
    name: "the cache behind an edge that passes on",
    headers: { "cf-cache-status": "DYNAMIC", "cf-ray": "8f2c-AMS", "x-vercel-cache": "HIT", age: "9" },
    expected: { edge: "Vercel", pop: null, verdict: "hit", said: "x-vercel-cache: HIT" },
  },
  {
    name: "an age alone",
    headers: { age: "12", via: "1.1 edge" },
    expected: { edge: null, verdict: "hit", ageSeconds: 12, said: "age: 12" },
  },
  {
    name: "what is left of a shared lifetime",
    headers: { "x-cache": "HIT", age: "760", "cache-control": "public, max-age=60, s-maxage=3600" },
    expected: { ttlSeconds: 2840 },
  },
  ...["0", "-1", "soon", ""].map((age) => ({
    name: `no age in "${age}"`,
    headers: { age },
    expected: { verdict: "unknown" as const, ageSeconds: null, said: null },
  })),
  {
    name: "nothing",
    headers: { "cache-control": "no-store", etag: '"a"', via: "1.1 gateway" },
    expected: { edge: null, pop: null, verdict: "unknown", ageSeconds: null, ttlSeconds: null, said: null },
  },
];

describe("readCache", () => {
  it.each(cases)("reads $name", ({ headers, expected }) => {
    expect(readCache(headers)).toMatchObject(expected);
  });

  it("reads no header that a probe does not keep", () => {
    for (const { headers } of cases)
      for (const name of Object.keys(headers)) expect(cacheHeaderNames).toContain(name);
  });
});

describe("detectCache", () => {
  it.each([
    [{ "cf-cache-status": "DYNAMIC" }, "Cloudflare"],
    [{ "x-served-by": "cache-ams21-AMS" }, "Fastly"],
    [{ via: "1.1 varnish" }, "Varnish"],
    [{ "x-cache": "MISS" }, "a cache"],
    [{ age: "12" }, "a cache"],
    [{ age: "0" }, null],
    [{ via: "1.1 gateway" }, null],
    [{}, null],
  ])("finds in %j: %s", (headers, expected) => {
    expect(detectCache(headers)).toBe(expected);
  });
});

describe("words for people", () => {
  it("name the edge, its place and the age as far as they are known", () => {
    expect(describeEdge({ edge: "Cloudflare", pop: "AMS" })).toBe("the edge (Cloudflare, AMS)");
    expect(describeEdge({ edge: "Netlify", pop: null })).toBe("the edge (Netlify)");
    expect(describeEdge({ edge: null, pop: null })).toBe("the edge");
    expect(describeAge({ ageSeconds: 760 })).toBe(", age 12 min 40 s");
    expect(describeAge({ ageSeconds: null })).toBe("");
  });
});
