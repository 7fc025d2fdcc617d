import { spawn } from "node:child_process";
import { once } from "node:events";
import net, { type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ask, cert, cleanUps, key, plain, redirectTo, serve, trusting } from "./outbound-scene.ts";
import { startRawServer } from "./raw-server.ts";

describe("no connection", () => {
  it("refused, with the address that refused", async () => {
    const server = await startRawServer(() => {});
    await server.close();
    const result = await ask(`http://127.0.0.1:${server.port}/`);
    expect(result.outcome).toEqual({ kind: "refused" });
    expect(result.remoteAddress).toBe("127.0.0.1");
  });

  it("a server whose queue is full runs into the deadline while connecting", async () => {
    const script =
      'require("net").createServer().listen({port:0,host:"127.0.0.1",backlog:1},function(){console.log(this.address().port)})';
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    cleanUps.push(() => child.kill("SIGKILL"));
    const [line] = await once(child.stdout, "data");
    const port = Number(String(line));
    child.kill("SIGSTOP");
    const fillers = Array.from({ length: 8 }, () => net.connect(port, "127.0.0.1").on("error", () => {}));
    cleanUps.push(() => fillers.map((socket) => socket.destroy()));
    await once(fillers[0] as Socket, "connect");
    const result = await ask(`http://127.0.0.1:${port}/`, { timeoutMs: 500 });
    expect(result.outcome).toEqual({ kind: "timeout", phase: "connect" });
    expect(result.totalMs).toBeLessThan(20_000);
  });

  it("rejects with the caller's reason when the caller gives up, and lets go of the connection", async () => {
    const controller = new AbortController();
    let sawClose = () => {};
    const closed = new Promise<void>((resolve) => {
      sawClose = resolve;
    });
    const server = await serve((s) => {
      s.on("close", sawClose);
      controller.abort(new Error("shutting down"));
    });
    const asked = ask(`http://127.0.0.1:${server.port}/`, {}, { signal: controller.signal });
    await expect(asked).rejects.toThrow("shutting down");
    await closed;
  });

  it("opens nothing for a caller that has given up already", async () => {
    const server = await serve(plain("x"));
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(ask(`http://127.0.0.1:${server.port}/`, {}, { signal })).rejects.toThrow("too late");
    expect(server.received).toEqual([]);
  });
});

describe("a request by way of an origin", () => {
  const host = (request: string) => /^host: (.*)\r$/im.exec(request)?.[1];

  it("is dialled there, and asks in the name of its URL", async () => {
    let asked = "";
    const origin = await serve((socket, request) => {
      asked = request;
      plain("origin")(socket);
    });
    const result = await ask("http://shop.example/version?a=1", { via: `http://127.0.0.1:${origin.port}` });
    expect(result.body?.toString()).toBe("origin");
    expect(asked).toMatch(/^GET \/version\?a=1 HTTP/);
    expect(host(asked)).toBe("shop.example");
    expect(result.remoteAddress).toBe("127.0.0.1");
  });

  it("shows a certificate for the name in its URL, not for the origin's", async () => {
    const origin = await serve(plain("origin"), { tls: { key, cert } });
    const via = `https://127.0.0.1:${origin.port}`;
    const options = { secureContext: () => trusting };
    expect((await ask("https://localhost/", { via }, options)).body?.toString()).toBe("origin");
    expect((await ask("https://shop.example/", { via }, options)).outcome).toMatchObject({
      kind: "tls_failed",
    });
  });

  it("is refused like any other address that is closed", async () => {
    const result = await ask("http://shop.example/", { via: "http://10.0.0.7" });
    expect(result.outcome).toEqual({ kind: "blocked_target", address: "10.0.0.7" });
  });

  it("follows a redirect on its origin there, and to another where it leads", async () => {
    const elsewhere = await serve(plain("elsewhere"));
    const origin = await serve((socket, request) => {
      if (request.startsWith("GET /a ")) redirectTo("/b")(socket);
      else if (request.startsWith("GET /b ")) redirectTo(`http://127.0.0.1:${elsewhere.port}/`)(socket);
    });
    const result = await ask("http://shop.example/a", {
      via: `http://127.0.0.1:${origin.port}`,
      followRedirects: 2,
    });
    expect(result.body?.toString()).toBe("elsewhere");
  });

  it("ends with its headers when no byte of the body is wanted", async () => {
    const server = await serve(plain("x".repeat(100_000)));
    const result = await ask(`http://127.0.0.1:${server.port}/`, { bodyBytesMax: 0 });
    expect(result.outcome).toEqual({ kind: "answered", status: 200, body: "too_large" });
    expect(result.body).toHaveLength(0);
  });
});
