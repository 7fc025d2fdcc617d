import { describe, expect, it } from "vitest";
import { parseTarget } from "./target.ts";

describe("parseTarget", () => {
  const accepted = [
    { url: "http://example.com", hostname: "example.com", port: 80, isTls: false },
    { url: "https://example.com/a?b=c#d", hostname: "example.com", port: 443, isTls: true },
    { url: "http://example.com:9000/", hostname: "example.com", port: 9000, isTls: false },
    { url: "http://[2606:4700::1111]:8080/", hostname: "2606:4700::1111", port: 8080, isTls: false },
    { url: "http://2130706433/", hostname: "127.0.0.1", port: 80, isTls: false },
    { url: "http://b\u00fccher.example/", hostname: "xn--bcher-kva.example", port: 80, isTls: false },
  ];
  it.each(accepted)("reads $url", ({ url, hostname, port, isTls }) => {
    expect(parseTarget(url)).toMatchObject({ ok: true, value: { hostname, port, isTls } });
  });

  const refused = [
    { name: "a file", url: "file:///etc/passwd", why: "scheme" },
    { name: "gopher", url: "gopher://example.com/_x", why: "scheme" },
    { name: "data", url: "data:text/plain,x", why: "scheme" },
    { name: "javascript", url: "javascript:alert(1)", why: "scheme" },
    { name: "ftp", url: "ftp://example.com/", why: "scheme" },
    { name: "a web socket", url: "ws://example.com/", why: "scheme" },
    { name: "a user name", url: "http://user@example.com/", why: "url" },
    { name: "a password", url: "http://user:pass@example.com/", why: "url" },
    { name: "a user name that looks like the host", url: "http://example.com@127.0.0.1/", why: "url" },
    { name: "no host", url: "http://", why: "url" },
    { name: "words", url: "example.com", why: "url" },
    { name: "a NUL in the host", url: "http://exa\u0000mple.com/", why: "url" },
    { name: "a space in the host", url: "http://exa mple.com/", why: "url" },
    { name: "an address that overflows", url: "http://256.1.1.1/", why: "url" },
    { name: "port 65536", url: "http://example.com:65536/", why: "url" },
    { name: "2,049 characters", url: `http://example.com/${"a".repeat(2030)}`, why: "url" },
    { name: "a host of 300 characters", url: `http://${"a.".repeat(150)}com/`, why: "url" },
    { name: "SSH", url: "http://example.com:22/", why: "port" },
    { name: "SMTP", url: "http://example.com:25/", why: "port" },
    { name: "PostgreSQL", url: "http://example.com:5432/", why: "port" },
    { name: "Redis", url: "http://example.com:6379/", why: "port" },
    { name: "port 0", url: "http://example.com:0/", why: "port" },
  ];
  it.each(refused)("refuses $name", ({ url, why }) => {
    expect(parseTarget(url)).toMatchObject({ ok: false, outcome: { kind: "blocked_target", why } });
  });
});
