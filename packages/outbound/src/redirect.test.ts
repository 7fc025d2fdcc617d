import type { HttpMethod } from "@rollcall/domain/monitor-spec";
import { describe, expect, it } from "vitest";
import type { Hop } from "./make-hop.ts";
import { nextHop } from "./redirect.ts";
import { parseTarget } from "./target.ts";

function hop(url: string, method: HttpMethod = "GET", body: string | null = null): Hop {
  const parsed = parseTarget(url);
  if (!parsed.ok) throw new Error(`bad url in test: ${url}`);
  return { target: parsed.value, method, body, isOtherOrigin: false };
}

describe("nextHop", () => {
  const methods = [
    { status: 301, method: "GET", next: "GET" },
    { status: 301, method: "POST", next: "GET" },
    { status: 302, method: "POST", next: "GET" },
    { status: 302, method: "HEAD", next: "HEAD" },
    { status: 302, method: "PUT", next: "PUT" },
    { status: 303, method: "PUT", next: "GET" },
    { status: 303, method: "HEAD", next: "HEAD" },
    { status: 307, method: "POST", next: "POST" },
    { status: 308, method: "POST", next: "POST" },
  ] as const;
  it.each(methods)("$status turns $method into $next", ({ status, method, next }) => {
    const result = nextHop(hop("http://a.example/x", method), status, "/y");
    expect(result).toMatchObject({ ok: true, value: { method: next, target: { url: { pathname: "/y" } } } });
  });

  it("drops the body when the method becomes GET", () => {
    const result = nextHop(hop("http://a.example/", "POST", "secret"), 302, "http://b.example/");
    expect(result).toMatchObject({ ok: true, value: { body: null, isOtherOrigin: true } });
  });

  it("keeps the body on the same origin", () => {
    const result = nextHop(hop("http://a.example/", "POST", "secret"), 307, "/y");
    expect(result).toMatchObject({ ok: true, value: { body: "secret", isOtherOrigin: false } });
  });

  const origins = [
    { location: "/y", isOther: false },
    { location: "//a.example/y", isOther: false },
    { location: "http://a.example:80/", isOther: false },
    { location: "http://a.example:8080/", isOther: true },
    { location: "https://a.example/", isOther: true },
    { location: "//b.example/", isOther: true },
  ];
  it.each(origins)(
    "from http://a.example/ to $location: another origin is $isOther",
    ({ location, isOther }) => {
      expect(nextHop(hop("http://a.example/"), 302, location)).toMatchObject({
        value: { isOtherOrigin: isOther },
      });
    },
  );

  it("stays without credentials when it comes back to the first origin", () => {
    const away = nextHop(hop("http://a.example/"), 302, "http://b.example/");
    if (!away.ok) throw new Error("the redirect must be followed");
    expect(nextHop(away.value, 302, "http://a.example/")).toMatchObject({ value: { isOtherOrigin: true } });
  });

  const refused = [
    { name: "https to http", from: "https://a.example/", to: "http://a.example/", kind: "bad_redirect" },
    { name: "an unreadable location", from: "http://a.example/", to: "http://", kind: "bad_redirect" },
    { name: "a file", from: "http://a.example/", to: "file:///etc/passwd", kind: "blocked_target" },
    {
      name: "a closed port",
      from: "http://a.example/",
      to: "http://a.example:6379/",
      kind: "blocked_target",
    },
    { name: "credentials", from: "http://a.example/", to: "http://u:p@a.example/", kind: "blocked_target" },
  ];
  it.each(refused)("refuses $name", ({ from, to, kind }) => {
    expect(nextHop(hop(from), 302, to)).toMatchObject({ ok: false, outcome: { kind } });
  });

  it("never repeats a body to another origin", () => {
    const result = nextHop(hop("http://a.example/", "POST", "secret"), 307, "http://b.example/");
    expect(result).toMatchObject({ ok: false, outcome: { kind: "bad_redirect" } });
  });
});
