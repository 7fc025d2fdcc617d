import type { Outcome } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { createGuard } from "./guard.ts";
import { outboundRequest } from "./outbound-request.ts";

/** Nothing here may open a socket: every case must end before a connection is tried. */
const names: Record<string, string[]> = {
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  redis: ["172.18.0.2"],
  "metadata.google.internal": ["169.254.169.254"],
  "public-and-loopback.example": ["93.184.215.14", "::1"],
  "public-and-private.example": ["93.184.215.14", "10.0.0.5"],
  "alias-to-internal.example": ["192.168.7.7"],
  "decimal-answer.example": ["2130706433"],
  "empty.example": [],
};

async function resolve(hostname: string): Promise<string[]> {
  const found = names[hostname];
  if (found) return found;
  throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
}

async function outcomeOf(url: string, allow = ""): Promise<Outcome> {
  const result = await outboundRequest(
    { url, method: "GET", headers: {}, body: null, timeoutMs: 2000, followRedirects: 0 },
    { guard: createGuard(allow), resolve },
  );
  return result.outcome;
}

describe("a target outside the public internet", () => {
  const cases = [
    { url: "http://127.0.0.1", address: "127.0.0.1" },
    { url: "http://localhost", address: "127.0.0.1" },
    { url: "http://LOCALHOST", address: "127.0.0.1" },
    { url: "http://localhost.", address: "127.0.0.1" },
    { url: "http://2130706433", address: "127.0.0.1" },
    { url: "http://0x7f.1", address: "127.0.0.1" },
    { url: "http://0177.0.0.1", address: "127.0.0.1" },
    { url: "http://127.1", address: "127.0.0.1" },
    { url: "http://0", address: "0.0.0.0" },
    { url: "http://[::1]", address: "::1" },
    { url: "http://[::]", address: "::" },
    { url: "http://[::ffff:127.0.0.1]", address: "::ffff:7f00:1" },
    { url: "http://[::ffff:7f00:1]", address: "::ffff:7f00:1" },
    { url: "http://[::127.0.0.1]", address: "::7f00:1" },
    { url: "http://[64:ff9b::7f00:1]", address: "64:ff9b::7f00:1" },
    { url: "http://[2002:7f00:1::]", address: "2002:7f00:1::" },
    { url: "http://[2001:0:7f00:1::]", address: "2001:0:7f00:1::" },
    { url: "http://[fe90::1]", address: "fe90::1" },
    { url: "http://[fd00:ec2::254]", address: "fd00:ec2::254" },
    { url: "http://169.254.169.254/latest", address: "169.254.169.254" },
    { url: "http://169.254.170.2", address: "169.254.170.2" },
    { url: "http://100.100.100.200", address: "100.100.100.200" },
    { url: "http://168.63.129.16", address: "168.63.129.16" },
    { url: "http://192.0.0.192", address: "192.0.0.192" },
    { url: "http://metadata.google.internal", address: "169.254.169.254" },
    { url: "http://\uff11\uff12\uff17.\uff10.\uff10.\uff11", address: "127.0.0.1" },
    { url: "http://127\u30020\u30020\u30021", address: "127.0.0.1" },
    { url: "http://%31%32%37.0.0.1", address: "127.0.0.1" },
    { url: "http://public-and-loopback.example", address: "::1" },
    { url: "http://public-and-private.example", address: "10.0.0.5" },
    { url: "http://alias-to-internal.example", address: "192.168.7.7" },
    { url: "http://decimal-answer.example", address: "2130706433" },
    { url: "http://redis", address: "172.18.0.2" },
    { url: "https://127.0.0.1", address: "127.0.0.1" },
    { url: "http://127.0.0.1#@example.com", address: "127.0.0.1" },
  ];
  it.each(cases)("$url is blocked at $address", async ({ url, address }) => {
    expect(await outcomeOf(url)).toEqual({ kind: "blocked_target", address });
  });

  it("a backslash does not hide the host", async () => {
    expect(await outcomeOf("http://localhost\\@example.com/")).toEqual({
      kind: "blocked_target",
      address: "127.0.0.1",
    });
  });
});

describe("what `all` does not open", () => {
  const cases = [
    { url: "file:///etc/passwd", why: "scheme" },
    { url: "gopher://127.0.0.1/", why: "scheme" },
    { url: "javascript:alert(1)", why: "scheme" },
    { url: "http://user:pass@127.0.0.1/", why: "url" },
    { url: "http://a@127.0.0.1#@x", why: "url" },
    { url: "http://127.0.0.1:6379/", why: "port" },
    { url: "http://127.0.0.1:65536/", why: "url" },
  ];
  it.each(cases)("$url stays refused for its $why", async ({ url, why }) => {
    expect(await outcomeOf(url, "all")).toMatchObject({ kind: "blocked_target", why });
  });
});

describe("a name without an address", () => {
  it.each([
    { url: "http://nowhere.example", code: "ENOTFOUND" },
    { url: `http://${"a".repeat(200)}.example`, code: "ENOTFOUND" },
    { url: "http://empty.example", code: "ENODATA" },
  ])("$url fails in DNS with $code", async ({ url, code }) => {
    expect(await outcomeOf(url)).toEqual({ kind: "dns_failed", code });
  });
});
