import { once } from "node:events";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { createGuard, headerValue } from "../src/index.ts";
import { ask, cleanUps, plain, redirectTo, serve } from "./outbound-scene.ts";
import type { RawServer } from "./raw-server.ts";

describe("a plain answer", () => {
  it("comes with status, headers, body, address and phases", async () => {
    const server = await serve(plain("hello"));
    const result = await ask(`http://127.0.0.1:${server.port}/a?b=c`);
    expect(result.outcome).toEqual({ kind: "answered", status: 200, body: "read" });
    expect(result.body?.toString()).toBe("hello");
    expect(headerValue(result.headers, "x-version")).toBe("1.42.0");
    expect(result.remoteAddress).toBe("127.0.0.1");
    expect(result.timings).toMatchObject({ dnsMs: null, tlsMs: null });
    expect(result.timings.connectMs).toBeGreaterThan(0);
    expect(result.timings.firstByteMs).toBeGreaterThan(0);
    expect(result.timings.transferMs).toBeGreaterThanOrEqual(0);
    expect(server.received[0]).toMatch(/^GET \/a\?b=c HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/);
  });

  it("is asked for on a fresh connection each time", async () => {
    const server = await serve(plain("x"));
    await ask(`http://127.0.0.1:${server.port}/`);
    await ask(`http://127.0.0.1:${server.port}/`);
    expect(server.received).toHaveLength(2);
    expect(server.received[0]).toContain("Connection: close");
  });

  it("to a POST carries the body that was sent", async () => {
    const server = await serve(plain("ok"));
    const result = await ask(`http://127.0.0.1:${server.port}/hook`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"a":"\u00e9"}',
    });
    expect(result.body?.toString()).toBe("ok");
    expect(server.received[0]).toContain("Content-Length: 10\r\n");
    expect(Buffer.from(server.received[0] ?? "", "latin1").toString()).toMatch(/\r\n\r\n\{"a":"\u00e9"\}$/);
  });

  it("to HEAD has no body", async () => {
    const server = await serve((s) => s.end("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { method: "HEAD" });
    expect(result.outcome).toEqual({ kind: "answered", status: 200, body: "none" });
  });

  it("keeps the head of a body that is too large", async () => {
    const server = await serve(plain("x".repeat(100_000)));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { bodyBytesMax: 1000 });
    expect(result.outcome).toMatchObject({ body: "too_large" });
    expect(result.body?.byteLength).toBe(1000);
  });

  it("is not asked for when a header cannot be sent", async () => {
    const server = await serve(plain("x"));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { headers: { "X-A": "a\r\nHost: evil" } });
    expect(result.outcome).toMatchObject({ kind: "blocked_target", why: "header" });
    expect(server.received.join("")).toBe("");
  });
});

describe("names", () => {
  it("every address has its turn, in a stable order", async () => {
    const server = await serve(plain("x"));
    const answers = [
      ["127.0.0.3", "127.0.0.1", "127.0.0.2"],
      ["127.0.0.2", "127.0.0.3", "127.0.0.1"],
    ];
    const listen = await Promise.all(
      ["127.0.0.2", "127.0.0.3"].map(async (host) => {
        const other = net.createServer((s) => s.on("error", () => {}).once("data", () => plain("y")(s)));
        other.listen(server.port, host);
        await once(other, "listening");
        return other;
      }),
    );
    cleanUps.push(() => listen.map((other) => other.close()));
    const seen: (string | null)[] = [];
    for (const turn of [0, 1, 2, 3]) {
      const resolve = async () => answers[turn % 2] ?? [];
      const result = await ask(`http://pods.example:${server.port}/`, { turn }, { resolve });
      seen.push(result.remoteAddress);
    }
    expect(seen).toEqual(["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1"]);
  });

  it("are resolved once: an answer that changes meanwhile is never dialed", async () => {
    const server = await serve(plain("first"));
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["169.254.169.254"];
    };
    const result = await ask(`http://rebind.example:${server.port}/`, {}, { resolve });
    expect(result.remoteAddress).toBe("127.0.0.1");
    expect(asked).toBe(1);
    const again = await ask(`http://rebind.example:${server.port}/`, {}, { resolve });
    expect(again.outcome).toEqual({ kind: "blocked_target", address: "169.254.169.254" });
  });

  it("are resolved and checked again at every redirect", async () => {
    const server: RawServer = await serve((s) => redirectTo(`http://rebind.example:${server.port}/2`)(s));
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["10.0.0.1"];
    };
    const result = await ask(`http://rebind.example:${server.port}/1`, { followRedirects: 3 }, { resolve });
    expect(result.outcome).toEqual({ kind: "blocked_target", address: "10.0.0.1" });
    expect(server.received).toHaveLength(1);
  });

  it("an address without a route is passed over, since nothing was sent", async () => {
    const server = await serve(plain("x"));
    // The kernel has no route for TCP to a multicast address, on any machine.
    const resolve = async () => ["127.0.0.1", "224.0.0.1"];
    const guard = createGuard("all");
    const result = await ask(`http://both.example:${server.port}/`, { turn: 1 }, { resolve, guard });
    expect(result.outcome).toMatchObject({ kind: "answered" });
    expect(result.remoteAddress).toBe("127.0.0.1");
  });

  it("without any address that has a route end as unreachable", async () => {
    const result = await ask("http://224.0.0.1/", {}, { guard: createGuard("all") });
    expect(result.outcome).toEqual({ kind: "unreachable", code: "ENETUNREACH" });
  });

  it("a resolver that never answers runs into the deadline", async () => {
    const result = await ask(
      "http://slow.example/",
      { timeoutMs: 200 },
      { resolve: () => new Promise(() => {}) },
    );
    expect(result.outcome).toEqual({ kind: "timeout", phase: "dns" });
  });
});

describe("redirects", () => {
  it("are followed to the answer, and told", async () => {
    const end = await serve(plain("there"));
    const start = await serve(redirectTo(`http://127.0.0.1:${end.port}/b`));
    const result = await ask(`http://127.0.0.1:${start.port}/a`, { followRedirects: 5 });
    expect(result.body?.toString()).toBe("there");
    expect(result.redirects).toEqual([`http://127.0.0.1:${end.port}/b`]);
  });

  it("leave secrets behind when the origin changes, and keep them when it stays", async () => {
    const end = await serve(plain("there"));
    const start = await serve((s, request) =>
      request.startsWith("GET /a ") ? redirectTo("/b")(s) : redirectTo(`http://127.0.0.1:${end.port}/c`)(s),
    );
    const headers = { Authorization: "Bearer s3cret", "X-Api-Key": "s3cret", "User-Agent": "rollcall" };
    await ask(`http://127.0.0.1:${start.port}/a`, { followRedirects: 5, headers });
    expect(start.received[1]).toContain("s3cret");
    expect(end.received[0]).not.toContain("s3cret");
    expect(end.received[0]).toContain("User-Agent: rollcall");
  });

  const refused = [
    {
      name: "the metadata service",
      to: "http://169.254.169.254/latest",
      expected: { kind: "blocked_target", address: "169.254.169.254" },
    },
    {
      name: "a private address",
      to: "http://10.0.0.1/",
      expected: { kind: "blocked_target", address: "10.0.0.1" },
    },
    {
      name: "mapped loopback",
      to: "http://[::ffff:127.0.0.1]/",
      expected: { kind: "blocked_target", address: "::ffff:7f00:1" },
    },
    {
      name: "a file",
      to: "file:///etc/passwd",
      expected: { kind: "blocked_target", address: "file:", why: "scheme" },
    },
    { name: "nowhere", to: "http://", expected: { kind: "bad_redirect", detail: 'cannot follow "http://"' } },
  ];
  it.each(refused)("do not lead to $name", async ({ to, expected }) => {
    const server = await serve(redirectTo(to));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { followRedirects: 5 });
    expect(result.outcome).toEqual(expected);
  });

  it("in a loop end after the limit", async () => {
    const server = await serve(redirectTo("/again"));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { followRedirects: 3 });
    expect(result.outcome).toEqual({ kind: "bad_redirect", detail: "more than 3 redirects" });
    expect(server.received).toHaveLength(4);
  });

  it("never exceed five, whatever is asked for", async () => {
    const server = await serve(redirectTo("/again"));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { followRedirects: 50 });
    expect(result.outcome).toEqual({ kind: "bad_redirect", detail: "more than 5 redirects" });
    expect(server.received).toHaveLength(6);
  });

  it("share one deadline", async () => {
    const server = await serve((s) => setTimeout(() => redirectTo("/again")(s), 150));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { followRedirects: 5, timeoutMs: 400 });
    expect(result.outcome).toMatchObject({ kind: "timeout" });
  });
});
