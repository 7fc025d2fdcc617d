import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Database, newId, openDatabase } from "@rollcall/db";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer } from "@rollcall/runtime";
import type { ServiceContext } from "@rollcall/services/context";
import { announceDeploy, readDeploy, waitForDeployChange } from "@rollcall/services/deploys";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startHealthServer, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");
const metrics = createMetrics();

/** A service of a few pods behind one address: each connection gets the next pod. */
async function startPods(versions: string[]) {
  let pods = versions;
  let turn = 0;
  const server = createServer((_request, response) => {
    response.setHeader("x-version", pods[turn++ % pods.length] ?? "").end("ok");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    serve: (next: string[]) => {
      pods = next;
    },
    close: () => server.close(),
  };
}

/** In real time: bursts every two seconds, probes every ten while stuck; longer where others use the machine too. */
describe("all roles together", { timeout: 240_000 }, () => {
  let database: TestDatabase;
  let db: Database;
  let queue: JobQueue;
  let smtp: SmtpPeer;
  let slack: HttpPeer;
  let worker: RunningWorker;
  let ctx: ServiceContext & { sealer: ReturnType<typeof createSealer>; guard: typeof guard };
  let pods: Awaited<ReturnType<typeof startPods>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = await openDatabase({ url: database.url });
    queue = await openQueue({ databaseUrl: database.url }, { log });
    [smtp, slack, pods] = [await startSmtpPeer(), await startHttpPeer(), await startPods(["1.0.0"])];
    worker = await startWorker({
      roles: ["scheduler", "prober", "judge", "notifier"],
      regions: ["eu", "us"],
      queue,
      db,
      secret,
      regionKey: null,
      guard,
      senders: createSenders({ smtpUrl: smtp.url, mailFrom: "Rollcall <rollcall@example.com>", guard }),
      baseUrl: "https://rollcall.test",
      log,
      metrics,
    });
    const workspaceId = newId("ws");
    await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
    const sealer = createSealer(secret);
    const actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" } as const;
    const now = () => new Date();
    ctx = { workspaceId, actor, db, now, baseUrl: "https://rollcall.test", sealer, guard };
    const id = newId("chn");
    const config = JSON.stringify({ webhookUrl: `${slack.url}/hook` });
    const channel = { id, workspaceId, kind: "slack", name: "ops", config: {}, liveNotices: true };
    await db.prisma.channel.create({
      data: { ...channel, sealed: sealer.seal(config, `channel:${id}`), services: [], environments: [] },
    });
  });
  afterAll(async () => {
    await worker.stop();
    await queue.close();
    await db.close();
    pods.close();
    await Promise.all([smtp.close(), slack.close(), database.drop()]);
  });

  it("probe a new monitor from every region long before its interval", async () => {
    const { id } = await createMonitor(ctx, {
      service: "checkout-api",
      url: pods.url,
      version: { from: "header", name: "x-version" },
      intervalSeconds: 3600,
    });
    const monitor = await waitUntil("answers from both regions", async () => {
      const view = await readMonitor(ctx, id);
      return view.health === "up" && view.healthRegions.every((r) => r.state === "up") && view;
    });
    expect(monitor.healthRegions.map((region) => region.region)).toEqual(["eu", "us"]);
    const waits = monitor.recent.map(({ at }) => Date.parse(at) - Date.parse(monitor.createdAt));
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits)).toBeLessThan(5_000);
  });

  it("bring a deploy from its announcement to live, and say so", async () => {
    const { deploy } = await announceDeploy(ctx, { service: "checkout-api", version: "2.0.0" });
    expect(deploy).toMatchObject({ state: "waiting", previousVersion: "1.0.0" });
    pods.serve(["1.0.0", "2.0.0"]);
    const rolling = await waitForDeployChange(ctx, deploy.id, { waitMs: 60_000, knownState: "waiting" });
    expect(rolling.state).toBe("rolling");
    pods.serve(["2.0.0"]);
    const live = await waitForDeployChange(ctx, deploy.id, { waitMs: 120_000, knownState: "rolling" });
    expect(live.state).toBe("live");
    expect(live.regions.map((region) => region.state)).toEqual(["live", "live"]);
    await slack.waitForRequest("the good news", (request) => request.text.includes("2.0.0"));
  });

  it("alert when a deploy is stuck, and tell when it has recovered", async () => {
    slack.requests.length = 0;
    const { deploy } = await announceDeploy(ctx, {
      service: "checkout-api",
      version: "3.0.0",
      progressDeadlineSeconds: 8,
    });
    await slack.waitForRequest("the alert", (request) => request.text.includes("3.0.0"), 60_000);
    expect(await readDeploy(ctx, deploy.id)).toMatchObject({ state: "stuck", stuckKind: "never_seen" });
    pods.serve(["3.0.0"]);
    await waitUntil("live", async () => (await readDeploy(ctx, deploy.id)).state === "live", {
      timeoutMs: 150_000,
    });
    const types = async () =>
      (await db.prisma.delivery.findMany({ where: { state: "sent" }, include: { outbox: true } }))
        .map((delivery) => delivery.outbox.notice as { type: string; deployId: string })
        .filter((notice) => notice.deployId === deploy.id)
        .map((notice) => notice.type)
        .sort();
    await waitUntil("the recovery", async () => (await types()).length >= 2);
    expect(await types()).toEqual(["rollout.recovered", "rollout.stuck"]);
  });

  it("tell about themselves", async () => {
    const server = await startHealthServer({ host: "127.0.0.1", port: 0, roles: worker.roles, metrics });
    const health = await fetch(`${server.url}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([200, { status: "ok" }]);
    expect(health.headers.get("x-rollcall-version")).toMatch(/^\d/);
    const numbers = await (await fetch(`${server.url}/metrics`)).text();
    expect(numbers).toMatch(/rollcall_probes_total\{region="eu",outcome="answered"\} \d/);
    expect(numbers).toMatch(/rollcall_verdict_changes_total\{kind="deploy",state="live"\} [12]/);
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
    await server.close();
  });
});
