/** The HTTP server itself, on a real socket: which half answers, what pages are sent with, and how it stops. */
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { productVersion } from "@rollcall/runtime";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWebServer, type PageAnswerer, type WebServer } from "../src/server/create-web-server.ts";
import { makeFixture } from "./fixtures.ts";
import { mintToken, openTestWeb, signUp, type TestWeb } from "./test-web.ts";

/** So long that a machine with other things to do cannot be taken for the end of its patience. */
const drainMs = 60_000;

let web: TestWeb;
let server: WebServer;
let origin: string;
let token: string;
let deploy: string;
/** What the page half was asked with last. */
let asked: IncomingHttpHeaders = {};

beforeAll(async () => {
  web = await openTestWeb();
  const pages: PageAnswerer = {
    isDev: false,
    answer: async (request, response) => {
      asked = request.headers;
      if (request.url === "/broken") throw new Error("a page that fails");
      response.end("a page");
    },
  };
  server = createWebServer(web.wiring, pages, drainMs);
  server.server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const ana = await signUp(web, "Ana");
  token = await mintToken(web, ana.workspaceId, "full");
  deploy = (await makeFixture(web, ana.workspaceId, "checkout-api")).deploy;
});
afterAll(async () => {
  if (server.server.listening) await server.stop();
  await web.close();
});

const follow = (signal?: AbortSignal) =>
  fetch(`${origin}/api/v1/deploys/${deploy}/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
const openStreams = async () => (await web.wiring.metrics.openStreams.get()).values[0]?.value ?? 0;

it("gives API paths to the API and everything else to the pages", async () => {
  for (const path of [
    "/api/v1/deploys",
    "/healthz",
    "/docs/api",
    "/openapi.json",
    "/cli/rollcall.mjs",
    "/api",
  ])
    expect(await (await fetch(origin + path)).text()).not.toBe("a page");
  for (const path of ["/", "/docs/guides", "/apis", "/deploys/dep_1", "/healthz/x"])
    expect(await (await fetch(origin + path)).text()).toBe("a page");
});

it("sends every page with its version, a policy of its own, and no way to frame it", async () => {
  const nonceOf = (policy: string | null | undefined) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1];
  const response = await fetch(`${origin}/`, {
    headers: { "x-nonce": "theirs", "content-security-policy": "none" },
  });
  const policy = response.headers.get("content-security-policy");
  expect(response.headers.get("x-rollcall-version")).toBe(productVersion);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(nonceOf(policy)).toBe(asked["x-nonce"]);
  expect(asked["content-security-policy"]).toBe(policy);
  const again = await fetch(`${origin}/`);
  expect(nonceOf(again.headers.get("content-security-policy"))).not.toBe(nonceOf(policy));
});

it("survives a page that fails", async () => {
  await expect(fetch(`${origin}/broken`)).rejects.toThrow();
  expect((await fetch(`${origin}/`)).status).toBe(200);
});

it("gives a stream's place back when its reader's connection breaks", async () => {
  const reader = new AbortController();
  const response = await follow(reader.signal);
  await response.body?.getReader().read();
  expect(await openStreams()).toBe(1);
  reader.abort();
  await waitUntil("the place to be free", async () => (await openStreams()) === 0);
});

it("stops at once with streams and unused connections open, and takes no new ones", async () => {
  const unused = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
  await once(unused, "connect");
  const reader = (await follow()).body?.getReader();
  await reader?.read();
  const startedAt = performance.now();
  await server.stop();
  // Longer, and it would have been the end of its patience that closed them.
  expect(performance.now() - startedAt).toBeLessThan(drainMs);
  for (let part = await reader?.read(); part && !part.done; ) part = await reader?.read();
  await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
});
