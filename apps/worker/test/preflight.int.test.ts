import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Database, newId, openDatabase } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer } from "@rollcall/runtime";
import type { ServiceContext } from "@rollcall/services/context";
import { announceDeploy, readDeploy } from "@rollcall/services/deploys";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import { setRegistry } from "@rollcall/services/registries";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { buildImage, type RegistryPeer, startRegistryPeer } from "@rollcall/testing/registry";
import { type SmtpPeer, startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");
const baseUrl = "https://rollcall.test";

/** In real time, as announce-to-live.int.test.ts. */
describe("a deploy whose image was never pushed", { timeout: 240_000 }, () => {
  let database: TestDatabase;
  let db: Database;
  let queue: JobQueue;
  let smtp: SmtpPeer;
  let slack: HttpPeer;
  let registry: RegistryPeer;
  let worker: RunningWorker;
  let ctx: ServiceContext & { sealer: ReturnType<typeof createSealer>; guard: typeof guard };
  let version = "1.0.0";
  const pods = createServer((_request, response) => {
    response.setHeader("x-version", version).end("ok");
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    db = await openDatabase({ url: database.url });
    queue = await openQueue({ databaseUrl: database.url }, { log });
    [smtp, slack, registry] = [
      await startSmtpPeer(),
      await startHttpPeer(),
      await startRegistryPeer({ vendor: "ghcr" }),
    ];
    registry.add({ repository: "shop/checkout", tag: "1.0.0", isPrivate: true }, buildImage());
    pods.listen(0, "127.0.0.1");
    await once(pods, "listening");
    worker = await startWorker({
      roles: ["scheduler", "prober", "judge", "notifier"],
      regions: ["eu", "us"],
      queue,
      db,
      secret,
      regionKey: null,
      guard,
      senders: createSenders({ smtpUrl: smtp.url, mailFrom: "Rollcall <rollcall@example.com>", guard }),
      baseUrl,
      log,
      metrics: createMetrics(),
    });
    const workspaceId = newId("ws");
    await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
    const sealer = createSealer(secret);
    const actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" } as const;
    ctx = { workspaceId, actor, db, now: () => new Date(), baseUrl, sealer, guard };
    await addChannel("slack", { webhookUrl: `${slack.url}/hook` });
    await addChannel("email", { to: ["team@example.com"] });
    const { id } = await createMonitor(ctx, {
      service: "checkout-api",
      url: `http://127.0.0.1:${(pods.address() as AddressInfo).port}/`,
      version: { from: "header", name: "x-version" },
      intervalSeconds: 3600,
    });
    await waitUntil("the service to be up", async () => (await readMonitor(ctx, id)).health === "up");
  });
  afterAll(async () => {
    await worker.stop();
    await queue.close();
    await db.close();
    pods.close();
    await Promise.all([smtp.close(), slack.close(), registry.close(), database.drop()]);
  });

  async function addChannel(kind: string, config: object): Promise<void> {
    const id = newId("chn");
    const sealed = ctx.sealer.seal(JSON.stringify(config), `channel:${id}`);
    const lists = { services: [], environments: [] };
    const { workspaceId } = ctx;
    await db.prisma.channel.create({
      data: { id, workspaceId, kind, name: kind, config: {}, sealed, ...lists },
    });
  }

  async function told(deployId: string): Promise<string[]> {
    const sent = await db.prisma.delivery.findMany({
      where: { state: "sent" },
      include: { outbox: true, channel: true },
    });
    return sent
      .map(({ outbox, channel }) => ({ notice: outbox.notice as Notice, kind: channel.kind }))
      .filter(({ notice }) => notice.deployId === deployId)
      .map(({ notice, kind }) => `${kind} ${notice.type}`)
      .sort();
  }

  it("is told as stuck within 5 s, with its cause, and as recovered once when it is there", async () => {
    await setRegistry(ctx, { host: registry.host, username: "robot", password: "secret" });
    const announcedAt = Date.now();
    const { deploy } = await announceDeploy(ctx, {
      service: "checkout-api",
      version: "1.0.1",
      image: `${registry.host}/shop/checkout:1.0.1`,
      imagePushed: true,
    });
    const message = await slack.waitForRequest("the alert", ({ text }) => text.includes("1.0.1"), 30_000);
    const mail = await waitUntil("the mail", () => smtp.mails[0]);
    const stuck = await readDeploy(ctx, deploy.id);
    expect(stuck).toMatchObject({
      state: "stuck",
      stuckKind: "never_seen",
      sentence: expect.stringContaining("has no tag 1.0.1; did you mean 1.0.0?"),
      preflight: { outcome: "tag_not_found", digest: null },
      causes: [{ code: "image_not_found", confidence: 0.95 }],
    });
    for (const text of [message.text, mail.text]) expect(text).toContain("not in the registry");
    const toldAfterMs = Math.max(message.at, mail.at) - announcedAt;
    expect(toldAfterMs).toBeLessThan(5_000);

    const image = buildImage({ labels: { "org.opencontainers.image.revision": "9f2c1e7" } });
    registry.add({ repository: "shop/checkout", tag: "1.0.1" }, image);
    const waiting = await waitUntil("the tag to be found", async () => {
      const now = await readDeploy(ctx, deploy.id);
      return now.state === "waiting" && now.preflight?.outcome === "found" && now;
    });
    expect(waiting.identities).toEqual(["1.0.1", image.digest, "9f2c1e7"]);
    expect(await told(deploy.id)).toEqual(["email rollout.stuck", "slack rollout.stuck"]);

    // The pods tell their commit, which only the image's label connects with the announced version.
    version = "9f2c1e7";
    await waitUntil("live", async () => (await readDeploy(ctx, deploy.id)).state === "live", {
      timeoutMs: 150_000,
    });
    const all = [
      "email rollout.recovered",
      "email rollout.stuck",
      "slack rollout.recovered",
      "slack rollout.stuck",
    ];
    await waitUntil("the recovery", async () => (await told(deploy.id)).length >= all.length);
    expect(await told(deploy.id)).toEqual(all);
  });
});
