/** Services, the one-shot gate, and tokens through the API. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi, mintToken, openTestWeb, signUp, type TestPerson, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let ana: TestPerson;
let token: string;
beforeAll(async () => {
  web = await openTestWeb();
  ana = await signUp(web, "Ana");
  token = await mintToken(web, ana.workspaceId, "full");
});
afterAll(() => web.close());

const call = <T>(method: string, path: string, body?: unknown, by = token) =>
  callApi<T>(web, by, method, path, body);
const url = "https://example.com/health";

type Refused = { detail: string; errors: { pointer: string; detail: string }[] };

describe("a service", () => {
  it("is made with its environments, renamed, and its name is nobody else's", async () => {
    await call("POST", "/services", { name: "first", environments: ["production", "staging"] });
    const taken = await call<Refused>("POST", "/services", { name: "first" });
    expect(taken.status).toBe(409);
    await call("POST", "/services", { name: "second" });
    expect((await call("PATCH", "/services/second", { name: "first" })).status).toBe(409);
    const renamed = await call("PATCH", "/services/second", { name: "third", environments: ["staging"] });
    expect(renamed.json).toMatchObject({
      name: "third",
      environments: [{ name: "production" }, { name: "staging" }],
    });
  });

  it("says by what its deploys are judged, and a refusal points at the setting", async () => {
    await call("POST", "/services", { name: "strict", environments: ["production", "eu/staging"] });
    const policy = { production: { tolerance: 0.02 }, "eu/staging": { risk: 0.05 } };
    const patched = await call("PATCH", "/services/strict", { policy });
    expect(patched.json).toMatchObject({
      environments: [
        { name: "eu/staging", policy: { risk: { value: 0.05, from: "service" } } },
        { name: "production", policy: { tolerance: { value: 0.02, from: "service" } } },
      ],
    });
    const refused = await call<Refused>("PATCH", "/services/strict", {
      policy: { "eu/staging": { tolerance: 5 } },
    });
    expect(refused.status).toBe(422);
    expect(refused.json.errors[0]).toEqual({
      pointer: "#/policy/eu~1staging/tolerance",
      detail: "must be a share from 0.01 (1 %) to 0.5 (50 %), in steps of 0.001",
    });
    const announced = await call("POST", "/deploys", { service: "strict", version: "1", risk: 0.02 });
    expect(announced.json).toMatchObject({
      policy: { tolerance: { value: 0.02, from: "service" }, risk: { value: 0.02, from: "deploy" } },
    });
  });

  it("goes with everything below it", async () => {
    await call("POST", "/monitors", { service: "doomed", url });
    const deploy = await call<{ id: string }>("POST", "/deploys", { service: "doomed", version: "1" });
    expect((await call("DELETE", "/services/doomed")).status).toBe(204);
    expect((await call("GET", `/deploys/${deploy.json.id}`)).status).toBe(404);
    expect((await call("GET", "/services/doomed")).status).toBe(404);
  });
});

describe("GET /services/{service}/verdict", () => {
  it("is 200 only for the version that is live and healthy, and says why not", async () => {
    await call("POST", "/monitors", { service: "gate", url });
    const ask = (query = "") =>
      call<{ isLive: boolean; reason: string }>("GET", `/services/gate/verdict${query}`);
    expect(await ask()).toMatchObject({ status: 412, json: { isLive: false, expectedVersion: null } });
    const deploy = await call<{ id: string }>("POST", "/deploys", { service: "gate", version: "v1.42.0" });
    expect((await ask()).status).toBe(412);

    const { prisma } = web.wiring.db;
    const where = { service: { name: "gate" } };
    await prisma.deploy.update({ where: { id: deploy.json.id }, data: { state: "live" } });
    await prisma.environment.updateMany({ where, data: { currentDeployId: deploy.json.id, health: "up" } });
    expect(await ask()).toMatchObject({ status: 200, json: { isLive: true, version: "v1.42.0" } });
    expect((await ask("?version=1.42.0")).status).toBe(200);
    expect(await ask("?version=1.41.0")).toMatchObject({ status: 412, json: { isLive: false } });
    expect((await ask("?environment=nowhere")).status).toBe(404);
    const { json: service } = await call<{ id: string }>("GET", "/services/gate");
    expect((await call("GET", `/services/${service.id}/verdict`)).json).toMatchObject({ service: "gate" });
    await prisma.environment.updateMany({ where, data: { health: "down" } });
    const down = await ask();
    expect(down.status).toBe(412);
    expect(down.json.reason).toContain("down");
  });
});

describe("a token", () => {
  it("shows its secret once, and is stored as a hash", async () => {
    const made = await call<{ id: string; secret: string; prefix: string }>("POST", "/tokens", {
      name: "ci",
      scope: "deploy",
    });
    expect(made.json.secret).toMatch(/^rc_[\w-]{43}$/);
    expect(made.json.secret.startsWith(made.json.prefix)).toBe(true);
    expect(JSON.stringify((await call("GET", "/tokens")).json)).not.toContain(made.json.secret);
    const row = await web.wiring.db.prisma.apiToken.findUniqueOrThrow({ where: { id: made.json.id } });
    expect(Buffer.from(row.hash).toString("latin1")).not.toContain(made.json.secret);
  });

  it("notes when it was used, at most once a minute", async () => {
    const made = await call<{ id: string; secret: string }>("POST", "/tokens", {
      name: "used",
      scope: "read",
    });
    const { prisma } = web.wiring.db;
    const used = async () =>
      (await prisma.apiToken.findUniqueOrThrow({ where: { id: made.json.id } })).lastUsedAt;
    expect(await used()).toBeNull();
    await call("GET", "/services", undefined, made.json.secret);
    const first = await used();
    await call("GET", "/services", undefined, made.json.secret);
    expect(await used()).toEqual(first);
    await prisma.apiToken.update({
      where: { id: made.json.id },
      data: { lastUsedAt: new Date(Date.now() - 61_000) },
    });
    await call("GET", "/services", undefined, made.json.secret);
    expect((await used())?.getTime()).toBeGreaterThan(Date.now() - 30_000);
  });

  it("that is limited makes no token, channel or service beyond its limits", async () => {
    const limited = await mintToken(web, ana.workspaceId, "full", { services: ["mine"] });
    expect((await call("POST", "/tokens", { name: "more", scope: "full" }, limited)).status).toBe(403);
    expect((await call("GET", "/channels", undefined, limited)).status).toBe(403);
    expect((await call("POST", "/services", { name: "not-mine" }, limited)).status).toBe(403);
    expect((await call("POST", "/services", { name: "mine" }, limited)).status).toBe(201);
    expect((await call("PATCH", "/services/mine", { name: "taken-over" }, limited)).status).toBe(403);
    expect((await call("POST", "/monitors", { service: "mine", url }, limited)).status).toBe(201);
    const listed = await call<{ items: { service: string }[] }>("GET", "/monitors", undefined, limited);
    expect(listed.json.items.map(({ service }) => service)).toEqual(["mine"]);
  });

  it("that is limited knows no service of which it may see no environment, and no probe of a stranger", async () => {
    await call("POST", "/services", { name: "seen", environments: ["staging", "production"] });
    await call("POST", "/services", { name: "unseen", environments: ["production"] });
    const limited = await mintToken(web, ana.workspaceId, "full", { environments: ["staging"] });
    type Listed = { items: { name: string; environments: { name: string }[] }[] };
    const { json } = await call<Listed>("GET", "/services", undefined, limited);
    expect(json.items.map(({ name }) => name)).toContain("seen");
    expect(json.items.flatMap(({ environments }) => environments.map((e) => e.name))).not.toContain(
      "production",
    );
    expect(json.items.map(({ name }) => name)).not.toContain("unseen");
    expect((await call("GET", "/services/unseen", undefined, limited)).status).toBe(404);
    expect((await call("GET", "/probes/prq_1", undefined, limited)).status).toBe(403);
  });

  it("cannot already have expired", async () => {
    const body = { name: "late", scope: "read", expiresAt: "2020-01-01T00:00:00Z" };
    expect((await call("POST", "/tokens", body)).status).toBe(422);
  });
});
