import { describe, expect, it } from "vitest";
import type { Outcome } from "./observation.ts";
import { describeOutcome } from "./observation-text.ts";

describe("describeOutcome", () => {
  const cases: { outcome: Outcome; totalMs?: number; expected: string }[] = [
    { outcome: { kind: "answered", status: 503, body: "read" }, expected: "answered 503" },
    {
      outcome: { kind: "answered", status: 200, body: "encoded" },
      expected: "answered 200, its body is encoded and was left unread",
    },
    {
      outcome: { kind: "timeout", phase: "first_byte" },
      totalMs: 10_004,
      expected: "timed out after 10 s waiting for the first byte",
    },
    {
      outcome: { kind: "timeout", phase: "dns" },
      totalMs: 1230,
      expected: "timed out after 1.2 s looking up the name",
    },
    {
      outcome: { kind: "timeout", phase: "tls" },
      totalMs: 500.4,
      expected: "timed out after 500 ms in the TLS handshake",
    },
    { outcome: { kind: "timeout", phase: "connect" }, expected: "timed out connecting" },
    { outcome: { kind: "refused" }, expected: "connection refused" },
    { outcome: { kind: "reset", phase: "transfer" }, expected: "connection closed reading the body" },
    { outcome: { kind: "dns_failed", code: "ENOTFOUND" }, expected: "the name does not exist" },
    { outcome: { kind: "dns_failed", code: "EX" }, expected: "the name could not be looked up (EX)" },
    { outcome: { kind: "tls_failed", code: "CERT_HAS_EXPIRED" }, expected: "the certificate has expired" },
    { outcome: { kind: "tls_failed", code: "EX" }, expected: "the TLS handshake failed (EX)" },
    {
      outcome: { kind: "blocked_target", address: "10.1.2.3" },
      expected: "10.1.2.3 is a private address; allow it with ROLLCALL_ALLOW_TARGETS=10.0.0.0/8",
    },
    {
      outcome: { kind: "blocked_target", address: "172.31.0.1" },
      expected: "172.31.0.1 is a private address; allow it with ROLLCALL_ALLOW_TARGETS=172.16.0.0/12",
    },
    {
      outcome: { kind: "blocked_target", address: "fd12::1" },
      expected: "fd12::1 is a private address; allow it with ROLLCALL_ALLOW_TARGETS=fc00::/7",
    },
    {
      outcome: { kind: "blocked_target", address: "172.32.0.1" },
      expected: "172.32.0.1 is not an address of the public internet",
    },
    {
      outcome: { kind: "blocked_target", address: "169.254.169.254" },
      expected: "169.254.169.254 is not an address of the public internet",
    },
    {
      outcome: { kind: "blocked_target", address: "22", why: "port" },
      expected: "port 22 is not probed: it belongs to a service that does not speak HTTP",
    },
    {
      outcome: { kind: "blocked_target", address: "ftp:", why: "scheme" },
      expected: "only http and https are probed, not ftp:",
    },
    {
      outcome: { kind: "bad_redirect", detail: "more than 5 redirects" },
      expected: "redirect not followed: more than 5 redirects",
    },
    {
      outcome: { kind: "bad_response", code: "HPE_HEADER_OVERFLOW" },
      expected: "the answer's headers are larger than 16 KiB",
    },
    { outcome: { kind: "bad_response", code: "EX" }, expected: "the answer is not valid HTTP (EX)" },
    { outcome: { kind: "unreachable", code: "EHOSTUNREACH" }, expected: "the host is unreachable" },
    { outcome: { kind: "observer_offline" }, expected: "this region had no connection of its own" },
  ];
  it.each(cases)("says: $expected", ({ outcome, totalMs, expected }) => {
    expect(describeOutcome(outcome, totalMs)).toBe(expected);
  });
});
