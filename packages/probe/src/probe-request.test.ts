import type { ProbeSpec } from "@rollcall/domain/monitor-spec";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeRequest, probeUserAgent } from "./probe-request.ts";

const spec: ProbeSpec = {
  url: "https://a.example/x?b=%20c#frag",
  method: "GET",
  headers: { Authorization: "Bearer s" },
  body: null,
  timeoutMs: 1000,
  followRedirects: 2,
  version: null,
  instance: null,
  assertions: [],
};

describe("probeRequest", () => {
  it("asks plainly for exactly what the monitor says", () => {
    expect(
      probeRequest(spec, "plain", { userAgent: probeUserAgent("1.2.3", "https://r.example", "eu-west") }),
    ).toEqual({
      url: spec.url,
      method: "GET",
      headers: { Authorization: "Bearer s", "User-Agent": "rollcall/1.2.3 (+https://r.example; eu-west)" },
      body: null,
      timeoutMs: 1000,
      followRedirects: 2,
      turn: 0,
    });
  });

  it("lets the monitor's own User-Agent stand, once", () => {
    const request = probeRequest({ ...spec, headers: { "user-agent": "mine" } }, "plain", {
      userAgent: "ours",
    });
    expect(request.headers).toEqual({ "User-Agent": "mine" });
  });

  it("busts caches with a query never asked before, and keeps the rest of the URL", () => {
    const urls = [1, 2].map(() => probeRequest(spec, "busted").url);
    expect(urls[0]).toMatch(/^https:\/\/a\.example\/x\?b=%20c&rollcall-probe=[0-9a-f-]{36}#frag$/);
    expect(urls[0]).not.toBe(urls[1]);
    expect(probeRequest({ ...spec, url: "https://a.example" }, "busted").url).toMatch(/\/\?rollcall-probe=/);
  });

  it("adds nothing to a URL that is asked for plainly, by whatever way", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const asked = { ...spec, url, origin: "http://203.0.113.7" };
        for (const variant of ["plain", "origin", "assets"] as const)
          expect(probeRequest(asked, variant).url).toBe(url);
      }),
      { numRuns: 30 },
    );
  });

  it("dials the origin for that variant alone", () => {
    const asked = { ...spec, origin: "http://203.0.113.7:8080" };
    expect(probeRequest(asked, "origin")).toEqual({ ...probeRequest(asked, "plain"), via: asked.origin });
    expect(probeRequest(asked, "plain")).not.toHaveProperty("via");
    expect(() => probeRequest(spec, "origin")).toThrow(/no origin/);
  });

  it("asks caches to keep nothing of a busted answer", () => {
    const request = probeRequest({ ...spec, headers: { "cache-control": "max-age=9" } }, "busted");
    expect(request.headers).toEqual({ "Cache-Control": "no-cache, no-store", "User-Agent": "rollcall" });
  });

  it("a burst takes consecutive turns", () => {
    const turns = [0, 1, 2].map(
      (seq) => probeRequest(spec, "plain", { turn: { scheduledAt: 5_000, seq } }).turn ?? 0,
    );
    expect(turns.map((turn) => turn - (turns[0] ?? 0))).toEqual([0, 1, 2]);
  });

  it.each([2, 3, 4, 8])(
    "single probes once a minute reach each of %i addresses about as often",
    (addresses) => {
      const counts = Array.from({ length: addresses }, () => 0);
      for (let minute = 0; minute < 1000; minute += 1) {
        const turn =
          probeRequest(spec, "plain", { turn: { scheduledAt: minute * 60_000, seq: 0 } }).turn ?? 0;
        counts[turn % addresses] = (counts[turn % addresses] ?? 0) + 1;
      }
      for (const count of counts) expect(count).toBeGreaterThan((1000 / addresses) * 0.7);
    },
  );
});
