/** Monitors and probes by hand through the API, as people and scripts use them. */
import { inspection, onceQueueName, onceSealContext, type ProbeOnce } from "@rollcall/queue";
import { sealerForRegion } from "@rollcall/runtime";
import { toProbeSpec } from "@rollcall/services/monitors";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi, mintToken, openTestWeb, send, signUp, type TestPerson, type TestWeb } from "./test-web.ts";

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

type Made = { id: string; configVersion: number; verifiesDeploys: boolean; headers: unknown[] };
type Refused = { detail: string; errors: { pointer: string; detail: string }[] };

describe("a monitor", () => {
  it("gets every default, and makes its service and environment", async () => {
    const { status, json } = await call<Made>("POST", "/monitors", { service: "shop/api", url });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      service: "shop/api",
      environment: "production",
      name: "example.com/health",
      method: "GET",
      intervalSeconds: 60,
      timeoutMs: 10_000,
      assertions: [{ on: "status", op: "between", value: "200-399" }],
      verifiesDeploys: false,
      enabled: true,
      health: "unknown",
      configVersion: 1,
    });
    const service = await call<{ name: string }>("GET", `/services/${encodeURIComponent("shop/api")}`);
    expect(service.json).toMatchObject({
      name: "shop/api",
      environments: [{ name: "production", monitors: 1 }],
    });
  });

  it("keeps a secret header's value to itself, also when it is changed or left as it was", async () => {
    const secret = "Bearer very-secret-value";
    const headers = [
      { name: "Authorization", value: secret, secret: true },
      { name: "Accept", value: "application/json" },
    ];
    const made = await call<Made>("POST", "/monitors", { service: "sealed", url, headers });
    const kept = await call<Made>("PATCH", `/monitors/${made.json.id}`, {
      headers: [{ name: "authorization", value: null, secret: true }],
    });
    for (const { json } of [made, kept, await call<Made>("GET", `/monitors/${made.json.id}`)])
      expect(JSON.stringify(json)).not.toContain("very-secret-value");
    expect(made.json.headers).toEqual([
      { name: "Authorization", value: null, secret: true },
      { name: "Accept", value: "application/json", secret: false },
    ]);
    const row = await web.wiring.db.prisma.monitor.findUniqueOrThrow({ where: { id: made.json.id } });
    expect(JSON.stringify(row)).not.toContain("very-secret-value");
    expect(toProbeSpec(row, web.wiring.sealer).headers).toEqual({ authorization: secret });
    const audit = await web.wiring.db.prisma.auditEvent.findMany();
    expect(JSON.stringify(audit)).not.toContain("very-secret-value");
  });

  it("verifies deploys from the moment it can read a version, unless told otherwise", async () => {
    const version = { from: "json", path: "version" };
    const made = await call<Made>("POST", "/monitors", { service: "verify", url });
    const path = `/monitors/${made.json.id}`;
    const verifies = async (patch: object) => (await call<Made>("PATCH", path, patch)).json.verifiesDeploys;
    expect(await verifies({ version })).toBe(true);
    expect(await verifies({ verifiesDeploys: false })).toBe(false);
    expect(await verifies({ name: "other" })).toBe(false);
    expect(await verifies({ verifiesDeploys: true })).toBe(true);
    expect(await verifies({ version: null })).toBe(false);
  });

  it("grows its configVersion with what is probed, and only then", async () => {
    const made = await call<Made>("POST", "/monitors", { service: "versions", url });
    const path = `/monitors/${made.json.id}`;
    const versionAfter = async (patch: object) => (await call<Made>("PATCH", path, patch)).json.configVersion;
    expect(await versionAfter({ name: "renamed", failureThreshold: 3, intervalSeconds: 30 })).toBe(1);
    expect(await versionAfter({ url: "https://example.com/other" })).toBe(2);
    expect(await versionAfter({ assertions: [] })).toBe(3);
  });

  it.each([
    { name: "a private address", body: { url: "http://10.1.2.3/" }, pointer: "#/url" },
    { name: "this machine", body: { url: "http://localhost:9000/" }, pointer: "#/url" },
    { name: "a file", body: { url: "file:///etc/passwd" }, pointer: "#/url" },
    { name: "a password in the URL", body: { url: "https://a:b@example.com/" }, pointer: "#/url" },
    { name: "a Host header", body: { headers: [{ name: "Host", value: "x" }] }, pointer: "#/headers/0/name" },
    {
      name: "a header with a line break",
      body: { headers: [{ name: "X-A", value: "a\r\nX-B: b" }] },
      pointer: "#/headers/0/value",
    },
    {
      name: "a secret header without a value",
      body: { headers: [{ name: "X-Key", value: null, secret: true }] },
      pointer: "#/headers/0/value",
    },
    {
      name: "an unknown field inside an assertion",
      body: { assertions: [{ on: "latency", op: "lt", value: 5, unit: "s" }] },
      pointer: "#/assertions/0/unit",
    },
    { name: "verifying without a version reader", body: { verifiesDeploys: true }, pointer: "#/version" },
    {
      name: "verifying by POST",
      body: { method: "POST", version: { from: "text" } },
      pointer: "#/method",
    },
  ])("cannot have $name", async ({ body, pointer }) => {
    const { status, json } = await call<Refused>("POST", "/monitors", { service: "refused", url, ...body });
    expect(status).toBe(422);
    expect(json.errors.map((error) => error.pointer)).toContain(pointer);
  });

  it("says how an operator allows a private address", async () => {
    const { json } = await call<Refused>("POST", "/monitors", {
      service: "refused",
      url: "http://10.1.2.3/",
    });
    expect(json.errors[0]?.detail).toContain("ROLLCALL_ALLOW_TARGETS=10.1.2.3/32");
  });

  it("is gone once deleted, and its open deploys are judged again", async () => {
    const made = await call<Made>("POST", "/monitors", { service: "gone", url, version: { from: "text" } });
    const deploy = await call<{ id: string }>("POST", "/deploys", { service: "gone", version: "1" });
    const { prisma } = web.wiring.db;
    await prisma.deploy.update({ where: { id: deploy.json.id }, data: { nextJudgeAt: null } });
    expect((await call("DELETE", `/monitors/${made.json.id}`)).status).toBe(204);
    expect((await call("GET", `/monitors/${made.json.id}`)).status).toBe(404);
    expect((await call("DELETE", `/monitors/${made.json.id}`)).status).toBe(404);
    const judged = await prisma.deploy.findUniqueOrThrow({ where: { id: deploy.json.id } });
    expect(judged.nextJudgeAt?.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe("the free plan", () => {
  it("has room for three monitors, probed every ten minutes at most, also when made at once", async () => {
    const free = await signUp(web, "Free");
    await web.wiring.db.prisma.workspace.update({ where: { id: free.workspaceId }, data: { plan: "free" } });
    const key = await mintToken(web, free.workspaceId, "full");
    const make = (intervalSeconds: number) =>
      call<Made & Refused>("POST", "/monitors", { service: "s", url, intervalSeconds }, key);
    const tooOften = await make(60);
    expect(tooOften.status).toBe(402);
    expect(tooOften.json.errors).toMatchObject([{ pointer: "#/intervalSeconds" }]);
    const made = await Promise.all(Array.from({ length: 5 }, () => make(600)));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 201, 402, 402]);
    const one = made.find(({ status }) => status === 201);
    const patched = await call("PATCH", `/monitors/${one?.json.id}`, { intervalSeconds: 30 }, key);
    expect(patched.status).toBe(402);
  });
});

describe("a probe now", () => {
  const alive = (region: string) =>
    web.wiring.db.prisma.regionWorker.upsert({
      where: { region_workerId: { region, workerId: "w" } },
      create: { region, workerId: "w", version: "0", startedAt: new Date(), seenAt: new Date() },
      update: { seenAt: new Date() },
    });

  it("says so when no prober could make it", async () => {
    await web.wiring.db.prisma.regionWorker.deleteMany();
    const made = await call<Made>("POST", "/monitors", { service: "probed", url });
    expect((await call("POST", `/monitors/${made.json.id}/probe`)).status).toBe(503);
  });

  it("goes to every region that answers, sealed for it, and shows what came back", async () => {
    await Promise.all([alive("eu-west"), alive("us-east")]);
    const headers = [{ name: "X-Key", value: "probe-secret", secret: true }];
    const made = await call<Made>("POST", "/monitors", { service: "probed", url, headers });
    const asked = await call<{ id: string; regions: string[] }>("POST", `/monitors/${made.json.id}/probe`);
    expect(asked).toMatchObject({ status: 202, json: { regions: ["eu-west", "us-east"] } });
    expect(await call("GET", `/probes/${asked.json.id}`)).toMatchObject({
      json: { isDone: false, regions: [{ region: "eu-west", state: "pending" }, { region: "us-east" }] },
    });

    const received: ProbeOnce[] = [];
    const worker = await web.wiring.queue.work(
      onceQueueName("eu-west"),
      { "probe.once": async (job) => void received.push(job) },
      { concurrency: 1 },
    );
    const job = await waitUntil("the job", () => received[0]);
    await worker.close();
    expect(job).toMatchObject({ region: "eu-west", workspaceId: ana.workspaceId, inspect: true });
    expect(job.sealedSpec).not.toContain("probe-secret");
    const opened = sealerForRegion(web.wiring.secret, "eu-west").open(job.sealedSpec, onceSealContext(job));
    expect(JSON.parse(opened)).toMatchObject({ url, headers: { "X-Key": "probe-secret" } });

    await web.wiring.db.prisma.probeRequest.update({
      where: { id: job.requestId },
      data: { state: "done", result: sampleInspection },
    });
    expect(await call("GET", `/probes/${asked.json.id}`)).toMatchObject({
      json: {
        isDone: false,
        regions: [{ state: "done", inspection: { remoteAddress: "203.0.113.7" } }, { state: "pending" }],
      },
    });
    await web.wiring.db.prisma.probeRequest.updateMany({
      data: { createdAt: new Date(Date.now() - 26_000) },
    });
    expect(await call("GET", `/probes/${asked.json.id}`)).toMatchObject({
      json: {
        isDone: true,
        regions: [
          { state: "done", why: null },
          { state: "silent", why: expect.stringContaining("did not answer within 25 s") },
        ],
      },
    });
  });

  it("calls a region silent at once when its prober is not heard any more, and asks the others", async () => {
    await Promise.all([alive("eu-west"), alive("us-east")]);
    await web.wiring.db.prisma.regionWorker.updateMany({
      where: { region: "us-east" },
      data: { seenAt: new Date(Date.now() - 60_000) },
    });
    const made = await call<Made>("POST", "/monitors", { service: "probed", url });
    const asked = await call<{ id: string }>("POST", `/monitors/${made.json.id}/probe`, {
      regions: ["eu-west", "us-east"],
    });
    expect(await call("GET", `/probes/${asked.json.id}`)).toMatchObject({
      json: {
        isDone: false,
        regions: [
          { region: "eu-west", state: "pending", why: null },
          { region: "us-east", state: "silent", why: expect.stringContaining("No prober of us-east") },
        ],
      },
    });
  });

  it("takes a URL that is no monitor yet, from one region, with the same care", async () => {
    await alive("eu-west");
    const ask = (body: object) => send(web, "POST", "/api/app/probe", { cookie: ana.cookie, body });
    expect(await (await ask({ url, regions: ["eu-west"] })).json()).toMatchObject({ regions: ["eu-west"] });
    const unknown = await ask({ url, regions: ["atlantis"] });
    expect(await unknown.json()).toMatchObject({ status: 422, errors: [{ pointer: "#/regions/0" }] });
    expect((await ask({ url: "http://169.254.169.254/" })).status).toBe(422);
    expect((await ask({ url, service: "x" })).status).toBe(422);
  });
});

const sampleInspection = inspection.parse({
  startedAt: 0,
  finishedAt: 20,
  timings: { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, transferMs: 5 },
  totalMs: 15,
  remoteAddress: "203.0.113.7",
  outcome: { kind: "answered", status: 200, body: "read" },
  version: null,
  instance: null,
  cache: {},
  failedAssertions: [],
  tlsDaysLeft: 30,
  headers: [["content-type", "text/plain"]],
  bodyHead: "ok",
  candidates: [],
  redirects: [],
});
