import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { probeResult } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import { afterEach, describe, expect, it } from "vitest";
import { runProbe } from "../src/index.ts";

const guard = createGuard("127.0.0.0/8");
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

type Reply = (response: ServerResponse, request: IncomingMessage) => void;
const send =
  (type: string, body: string, status = 200): Reply =>
  (response) =>
    response.writeHead(status, { "content-type": type, "x-version": "2.0.0" }).end(body);
const script = send("text/javascript", "1");

/** A site that answers with `paths`, and whatever else is asked for with 404; gives its requests. */
async function site(paths: Record<string, Reply>) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    (paths[request.url ?? ""] ?? send("text/plain", "not found", 404))(response, request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const count = (path: string) => asked.filter((request) => request.url === path).length;
  return { url, asked, count };
}

function probe(url: string, more: Partial<ProbeSpec> = {}) {
  const spec = probeSpec.parse({
    url,
    method: "GET",
    headers: {},
    body: null,
    timeoutMs: 2000,
    followRedirects: 0,
    version: { from: "header", name: "x-version" },
    instance: null,
    assertions: [],
    ...more,
  });
  return runProbe(spec, { guard, variant: "assets", userAgent: "rollcall/1 (+https://r.example; eu)" });
}

const pageWith = (...paths: string[]) =>
  send("text/html; charset=utf-8", paths.map((path) => `<script src="${path}"></script>`).join(""));

describe("a page with its files", () => {
  it("has each asked for once, with our name, when all are there", async () => {
    const { url, asked, count } = await site({
      "/": pageWith("/a.js", "/b.js"),
      "/a.js": script,
      "/b.js": send("text/javascript", "x".repeat(600_000)),
    });
    const result = await probe(`${url}/`);
    expect(result.assets).toEqual({ checked: 2, broken: [] });
    expect(result.version?.value).toBe("2.0.0");
    expect(probeResult.parse(result)).toEqual(result);
    expect([count("/"), count("/a.js"), count("/b.js")]).toEqual([1, 1, 1]);
    expect(new Set(asked.map(({ headers }) => headers["user-agent"]))).toEqual(
      new Set(["rollcall/1 (+https://r.example; eu)"]),
    );
  });

  it("has those told that are missing, that fail, and that are a page instead", async () => {
    const { url, count } = await site({
      "/": pageWith("/ok.js", "/gone.js", "/fails.js", "/fallback.js"),
      "/ok.js": script,
      "/fails.js": send("text/plain", "no", 503),
      "/fallback.js": send("text/html", "<h1>Shop</h1>"),
    });
    expect((await probe(`${url}/`)).assets).toEqual({
      checked: 4,
      broken: [
        { url: `${url}/fails.js`, status: 503, contentType: "text/plain" },
        { url: `${url}/fallback.js`, status: 200, contentType: "text/html" },
        { url: `${url}/gone.js`, status: 404, contentType: "text/plain" },
      ],
    });
    expect([count("/ok.js"), count("/gone.js")]).toEqual([1, 3]);
  });

  it("takes no file for missing that comes when asked for again, or that is refused to us", async () => {
    let asked = 0;
    const { url } = await site({
      "/": pageWith("/late.js", "/guarded.js"),
      "/late.js": (response, request) =>
        (asked++ === 0 ? send("text/plain", "no", 404) : script)(response, request),
      "/guarded.js": send("text/html", "who are you", 403),
    });
    expect((await probe(`${url}/`)).assets).toEqual({ checked: 2, broken: [] });
  });

  it("gives the monitor's headers to its own origin only, and reaches no closed address", async () => {
    const { url, asked } = await site({
      "/": pageWith("/a.js", "/moved.js"),
      "/a.js": script,
      "/moved.js": (response) => response.writeHead(302, { location: "http://10.0.0.7/b.js" }).end(),
    });
    const result = await probe(`${url}/`, { headers: { Authorization: "Bearer s" } });
    expect(result.assets).toEqual({ checked: 1, broken: [] });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer s", "Bearer s", "Bearer s"]);
  });

  it.each([
    {
      name: "is no page",
      reply: send("application/json", '{"src":"/a.js"}'),
      expected: { checked: 0, broken: [] },
    },
    {
      name: "is an error",
      reply: send("text/html", "<script src=/a.js></script>", 503),
      expected: undefined,
    },
    {
      name: "is encoded",
      reply: ((response) =>
        response
          .writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" })
          .end("x")) as Reply,
      expected: { checked: 0, broken: [] },
    },
  ])("has none when the answer $name", async ({ reply, expected }) => {
    const { url, asked } = await site({ "/": reply });
    expect((await probe(`${url}/`)).assets).toEqual(expected);
    expect(asked).toHaveLength(1);
  });
});

describe("a probe of the origin", () => {
  it("asks the origin what the plain one asks the edge", async () => {
    const edge = await site({ "/version?a=1": send("text/plain", "old") });
    const origin = await site({ "/version?a=1": send("text/plain", "new") });
    const spec = probeSpec.parse({
      url: `${edge.url}/version?a=1`,
      method: "GET",
      headers: {},
      body: null,
      timeoutMs: 2000,
      followRedirects: 0,
      origin: origin.url,
      version: { from: "text" },
      instance: null,
      assertions: [],
    });
    expect((await runProbe(spec, { guard })).version?.value).toBe("old");
    expect((await runProbe(spec, { guard, variant: "origin" })).version?.value).toBe("new");
    expect(origin.asked[0]?.headers.host).toBe(new URL(edge.url).host);
    await expect(runProbe({ ...spec, origin: null }, { guard, variant: "origin" })).rejects.toThrow(
      /no origin/,
    );
  });
});
