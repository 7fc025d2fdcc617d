import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { isOk, probeResult } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import { afterEach, describe, expect, it } from "vitest";
import { inspectProbe, runProbe } from "../src/index.ts";

const guard = createGuard("127.0.0.0/8");
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function spec(url: string, more: Partial<ProbeSpec> = {}): ProbeSpec {
  return probeSpec.parse({
    url,
    method: "GET",
    headers: {},
    body: null,
    timeoutMs: 2000,
    followRedirects: 0,
    version: null,
    instance: null,
    assertions: [{ on: "status", op: "between", value: "200-399" }],
    ...more,
  });
}

describe("runProbe", () => {
  it("reports version, instance, phases, address and cache headers of a good answer", async () => {
    const url = await serve((_, response) => {
      response.setHeader("X-Pod", "pod-7");
      response.setHeader("Age", "760");
      response.setHeader("Cf-Cache-Status", "HIT");
      response.setHeader("X-Other", "not a cache header");
      response.end('{"build":{"version":"1.42.0"}}');
    });
    const before = Date.now();
    const result = await runProbe(
      spec(url, {
        version: { from: "json", path: "build.version" },
        instance: { from: "header", name: "x-pod" },
      }),
      { guard },
    );
    expect(probeResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      outcome: { kind: "answered", status: 200, body: "read" },
      version: { value: "1.42.0", reader: { from: "json", path: "build.version" } },
      instance: "pod-7",
      cache: { age: "760", "cf-cache-status": "HIT" },
      remoteAddress: "127.0.0.1",
      failedAssertions: [],
      tlsDaysLeft: null,
    });
    expect(isOk(result)).toBe(true);
    expect(result.startedAt).toBeGreaterThanOrEqual(before);
    expect(result.finishedAt).toBeGreaterThanOrEqual(result.startedAt);
    expect(result.totalMs).toBeGreaterThan(0);
  });

  it("knows the version of a degraded service from its header", async () => {
    const url = await serve((_, response) => response.writeHead(503, { "X-Version": "1.42.0" }).end("no"));
    const result = await runProbe(spec(url, { version: { from: "header", name: "X-Version" } }), { guard });
    expect(result.version?.value).toBe("1.42.0");
    expect(result.failedAssertions).toEqual(["status was 503, expected 200-399"]);
    expect(isOk(result)).toBe(false);
  });

  it("sends the monitor's request, names itself and brings no cookies", async () => {
    const seen: { method: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        seen.push({
          method: request.method,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        });
        response.setHeader("Set-Cookie", "session=1").end("ok");
      });
    });
    const posting = spec(url, { method: "POST", headers: { "X-Key": "k" }, body: "ping" });
    await runProbe(posting, { guard, userAgent: "rollcall/1 (+https://r.example)" });
    await runProbe(posting, { guard });
    expect(seen[0]).toMatchObject({ method: "POST", body: "ping" });
    expect(seen[0]?.headers).toMatchObject({ "x-key": "k", "user-agent": "rollcall/1 (+https://r.example)" });
    expect(seen[1]?.headers.cookie).toBeUndefined();
  });

  it("busted asks past a cache that the plain probe is answered from", async () => {
    const cached = new Map<string, string>();
    let origin = "1.41.3";
    const url = await serve((request, response) => {
      const key = request.url ?? "";
      if (!cached.has(key)) cached.set(key, origin);
      response.end(cached.get(key));
    });
    const reading = spec(url, { version: { from: "text" } });
    await runProbe(reading, { guard });
    origin = "1.42.0";
    expect((await runProbe(reading, { guard, variant: "plain" })).version?.value).toBe("1.41.3");
    expect((await runProbe(reading, { guard, variant: "busted" })).version?.value).toBe("1.42.0");
    expect((await runProbe(reading, { guard })).version?.value).toBe("1.41.3");
  });

  it("tells a failure as an outcome with no claims about an answer", async () => {
    const url = await serve(() => {});
    const result = await runProbe(spec(url, { timeoutMs: 1_000, version: { from: "text" } }), { guard });
    expect(result).toMatchObject({
      outcome: { kind: "timeout", phase: "first_byte" },
      version: null,
      failedAssertions: [],
      cache: {},
    });
    for (const server of servers) server.closeAllConnections();
  });

  it("does not reach a private address that nobody opened", async () => {
    const url = await serve((_, response) => response.end("inside"));
    const result = await runProbe(spec(url), { guard: createGuard("") });
    expect(result.outcome).toEqual({ kind: "blocked_target", address: "127.0.0.1" });
  });
});

describe("inspectProbe", () => {
  it("shows headers, the head of the body and what looks like a version", async () => {
    const url = await serve((_, response) => {
      response.setHeader("X-Release", "2026.11.22");
      response.setHeader("Set-Cookie", "session=secret; HttpOnly");
      response.end(`{"version":"1.42.0","filler":"${"x".repeat(10_000)}"}`);
    });
    const inspection = await inspectProbe(spec(url), { guard });
    expect(inspection.candidates.map(({ reader, value }) => [reader, value])).toEqual([
      [{ from: "header", name: "x-release" }, "2026.11.22"],
      [{ from: "json", path: "version" }, "1.42.0"],
    ]);
    expect(inspection.headers).toContainEqual(["X-Release", "2026.11.22"]);
    expect(inspection.headers).toContainEqual(["Set-Cookie", "session=(hidden)"]);
    expect(inspection.bodyHead).toHaveLength(4096);
    expect(inspection.outcome).toMatchObject({ kind: "answered" });
  });

  it("tells where redirects led", async () => {
    const url = await serve((request, response) =>
      request.url === "/" ? response.writeHead(302, { Location: "/v" }).end() : response.end("1.42.0"),
    );
    const inspection = await inspectProbe(spec(url, { followRedirects: 3 }), { guard });
    expect(inspection.redirects).toEqual([`${url}/v`]);
    expect(inspection.candidates[0]).toMatchObject({ reader: { from: "text" }, value: "1.42.0" });
  });

  it("shows no body that is not text", async () => {
    const url = await serve((_, response) => response.end(Buffer.from([0, 1, 2, 3])));
    expect((await inspectProbe(spec(url), { guard })).bodyHead).toBeNull();
  });
});
