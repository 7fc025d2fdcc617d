/** How the API behaves on any route: unreadable requests, limits, sessions and repeats. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFixture, readEverything } from "./fixtures.ts";
import { baseUrl, mintToken, openTestWeb, send, signUp, type TestPerson, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let ana: TestPerson;
let token: string;
beforeAll(async () => {
  web = await openTestWeb();
  ana = await signUp(web, "Ana");
  token = await mintToken(web, ana.workspaceId, "full");
  await makeFixture(web, ana.workspaceId, "checkout-api");
});
afterAll(() => web.close());

const raw = (body: BodyInit | undefined, headers: Record<string, string>, path = "/api/v1/services") =>
  web.api.request(path, { method: "POST", body, headers: { authorization: `Bearer ${token}`, ...headers } });
const json = { "content-type": "application/json" };

describe("a request that cannot be read", () => {
  it.each([
    { name: "JSON that is cut off", body: '{"name":"x"', headers: json, status: 400 },
    {
      name: "text that is not UTF-8",
      body: new Uint8Array([123, 34, 255, 34, 125]),
      headers: json,
      status: 400,
    },
    {
      name: "a form",
      body: "name=x",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      status: 400,
    },
    { name: "no content type", body: new Uint8Array([123, 125]), headers: {}, status: 400 },
    { name: "no body at all", body: undefined, headers: json, status: 400 },
    { name: "a list where an object belongs", body: "[]", headers: json, status: 422 },
    { name: "null", body: "null", headers: json, status: 422 },
    { name: "a NUL in a text", body: '{"name":"a\\u0000b"}', headers: json, status: 422 },
    { name: "half of a surrogate pair", body: '{"name":"a\\ud83d"}', headers: json, status: 422 },
    { name: "64 KiB and one byte", body: `"${"x".repeat(65_535)}"`, headers: json, status: 413 },
  ])("$name is $status and writes nothing", async ({ body, headers, status }) => {
    const before = await readEverything(web);
    const response = await raw(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      status,
      instance: expect.stringContaining("/api/v1/services"),
    });
    expect(await readEverything(web)).toEqual(before);
  });

  it("counts the bytes of a body that does not say how long it is", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new TextEncoder().encode(" ".repeat(16_384)));
      },
    });
    const response = await web.api.request("/api/v1/services", {
      method: "POST",
      body: endless,
      duplex: "half",
      headers: { authorization: `Bearer ${token}`, ...json },
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(16);
  });

  it("takes the last of two fields with one name, as JSON parsers do", async () => {
    const response = await raw('{"name":"first","name":"twice-named"}', json);
    expect(await response.json()).toMatchObject({ name: "twice-named" });
  });

  it.each([
    { name: "an unknown address", method: "GET", path: "/api/v1/nothing", status: 404 },
    { name: "a NUL in a path", method: "GET", path: "/api/v1/services/a%00b", status: 422 },
    { name: "a NUL in a query", method: "GET", path: "/api/v1/deploys?service=%00", status: 422 },
    { name: "an unknown address outside of v1", method: "GET", path: "/api/v2/deploys", status: 404 },
    { name: "a method that is not there", method: "PUT", path: "/api/v1/services", status: 405 },
  ])("$name is $status", async ({ method, path, status }) => {
    const response = await send(web, method, path, { token });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status });
    if (status === 405) expect(response.headers.get("allow")).toBe("GET, POST");
  });

  it("points into a query as well", async () => {
    const response = await send(web, "GET", "/api/v1/deploys?limit=0&colour=red", { token });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["#/colour", "#/limit"]);
  });
});

describe("who is asking", () => {
  it.each([
    { name: "another word than Bearer", authorization: "Basic cmM6cmM=" },
    { name: "an unknown secret", authorization: "Bearer rc_unknown" },
    { name: "no secret", authorization: "Bearer " },
  ])("$name is 401, even with a good cookie", async ({ authorization }) => {
    const response = await send(web, "GET", "/api/v1/services", {
      cookie: ana.cookie,
      headers: { authorization },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  });

  it("a secret in the address is not a token", async () => {
    for (const name of ["token", "access_token", "api_key"])
      expect((await web.api.request(`/api/v1/services?${name}=${token}`)).status).toBe(401);
  });

  it("a revoked token and one past its time are unknown", async () => {
    const made = await send(web, "POST", "/api/v1/tokens", { token, body: { name: "short", scope: "read" } });
    const short = (await made.json()) as { id: string; secret: string };
    const ask = () => send(web, "GET", "/api/v1/services", { token: short.secret });
    expect((await ask()).status).toBe(200);
    const { prisma } = web.wiring.db;
    await prisma.apiToken.update({ where: { id: short.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await ask()).status).toBe(401);
    await prisma.apiToken.update({ where: { id: short.id }, data: { expiresAt: null } });
    expect((await send(web, "DELETE", `/api/v1/tokens/${short.id}`, { token })).status).toBe(200);
    expect((await ask()).status).toBe(401);
  });

  it("a session changes things from our own page only", async () => {
    const body = { name: "by-cookie" };
    const from = (headers: Record<string, string>) =>
      web.api.request("/api/v1/services", {
        method: "POST",
        headers: { ...json, cookie: ana.cookie, ...headers },
        body: JSON.stringify(body),
      });
    const before = await readEverything(web);
    expect((await from({})).status).toBe(403);
    expect((await from({ origin: "https://evil.example.com" })).status).toBe(403);
    expect((await from({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await readEverything(web)).toEqual(before);
    expect((await from({ origin: baseUrl })).status).toBe(201);
  });

  it("a chosen workspace counts only for its members", async () => {
    const other = await signUp(web, "Other");
    await makeFixture(web, other.workspaceId, "secret-service");
    const cookie = `${ana.cookie}; rollcall_workspace=${other.workspaceId}`;
    const services = await send(web, "GET", "/api/v1/services", { cookie });
    expect(await services.text()).not.toContain("secret-service");
    const choose = await send(web, "POST", "/api/app/workspaces/choose", {
      cookie: ana.cookie,
      body: { workspaceId: other.workspaceId },
    });
    expect(choose.status).toBe(404);
  });

  it("makes a second workspace and looks at it from then on", async () => {
    const made = await send(web, "POST", "/api/app/workspaces", {
      cookie: ana.cookie,
      body: { name: "Second" },
    });
    expect(made.status).toBe(201);
    const chosen =
      made.headers.getSetCookie().find((cookie) => cookie.startsWith("rollcall_workspace=")) ?? "";
    expect(chosen).toContain("HttpOnly");
    const cookie = `${ana.cookie}; ${chosen.split(";")[0]}`;
    expect(await (await send(web, "GET", "/api/v1/services", { cookie })).json()).toEqual({ items: [] });
  });

  it("tells how many requests are left, and 429 with the seconds to wait when none are", async () => {
    const greedy = await mintToken(web, ana.workspaceId, "read");
    const first = await send(web, "GET", "/api/v1/services", { token: greedy });
    const limit = Number(first.headers.get("ratelimit-limit"));
    expect(first.headers.get("ratelimit-remaining")).toBe(String(limit - 1));
    for (let left = limit - 1; left > 0; left -= 100)
      await Promise.all(
        Array.from({ length: Math.min(100, left) }, () =>
          send(web, "GET", "/api/v1/probes/none", { token: greedy }),
        ),
      );
    const refused = await send(web, "GET", "/api/v1/services", { token: greedy });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send(web, "GET", "/api/v1/services", { token })).status).toBe(200);
  });
});

describe("an Idempotency-Key", () => {
  const announce = (key: string, body: object, by = token) =>
    send(web, "POST", "/api/v1/deploys", { token: by, body, headers: { "idempotency-key": key } });
  const count = () => web.wiring.db.prisma.deploy.count();

  it("replays the first answer, however the fields are ordered", async () => {
    const first = await announce("key-1", { service: "idem", version: "1", ref: "main" });
    const deploys = await count();
    const again = await announce("key-1", { ref: "main", version: "1", service: "idem" });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
    expect(await count()).toBe(deploys);
  });

  it("refuses another request under the same key", async () => {
    await announce("key-2", { service: "idem", version: "2" });
    const deploys = await count();
    const other = await announce("key-2", { service: "idem", version: "3" });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ type: "urn:rollcall:problem:idempotency_mismatch" });
    expect(await count()).toBe(deploys);
  });

  it("belongs to one caller", async () => {
    const colleague = await mintToken(web, ana.workspaceId, "deploy");
    await announce("key-3", { service: "idem", version: "4" });
    const other = await announce("key-3", { service: "idem-2", version: "1" }, colleague);
    expect(other.status).toBe(201);
  });

  it("is free again after a refusal", async () => {
    expect((await announce("key-4", { service: "idem" })).status).toBe(422);
    expect((await announce("key-4", { service: "idem", version: "5" })).status).toBe(201);
  });

  it("sent twice at once makes one deploy", async () => {
    const body = { service: "at-once", version: "1" };
    const answers = await Promise.all([announce("key-5", body), announce("key-5", body)]);
    const statuses = answers.map((answer) => answer.status).sort();
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
    expect(
      await web.wiring.db.prisma.deploy.count({
        where: { version: "1", environment: { service: { name: "at-once" } } },
      }),
    ).toBe(1);
  });
});
