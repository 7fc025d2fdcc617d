import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Database, newId, openDatabase } from "@rollcall/db";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer, regionKey } from "@rollcall/runtime";
import type { ServiceContext } from "@rollcall/services/context";
import { createMonitor, readMonitor } from "@rollcall/services/monitors";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");
const metrics = createMetrics();
const regions = ["ap", "eu", "us"];
const intervalSeconds = 20;
const common = { guard, baseUrl: "https://rollcall.test", log, metrics };

/** A target that answers with one status, and notes when it first did. */
async function startTarget() {
  let status = 200;
  let firstAt: number | null = null;
  const server = createServer((_request, response) => {
    firstAt ??= Date.now();
    response.writeHead(status).end("ok");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer(next: number) {
      status = next;
      firstAt = null;
    },
    firstAt: () => firstAt,
    close: () => server.close(),
  };
}

/** In real time, but nobody waits for a silence: the prober's last words are moved into the past. */
describe("three regions with a prober each", { timeout: 180_000 }, () => {
  let database: TestDatabase;
  let db: Database;
  let queue: JobQueue;
  let slack: HttpPeer;
  let core: RunningWorker;
  let target: Awaited<ReturnType<typeof startTarget>>;
  let ctx: ServiceContext & { sealer: ReturnType<typeof createSealer>; guard: typeof guard };
  let monitorId: string;
  const probers = new Map<string, RunningWorker>();

  async function startProber(region: string) {
    const far = { roles: ["prober" as const], regions: [region], db: null, secret: null, senders: null };
    probers.set(
      region,
      await startWorker({ ...common, ...far, queue, regionKey: regionKey(secret, region) }),
    );
  }
  const health = async () => (await readMonitor(ctx, monitorId)).health;
  const headlines = () =>
    slack.requests.map(({ json }) => {
      const { blocks } = json as { blocks: { type: string; text?: { text: string } }[] };
      return blocks.find(({ type }) => type === "header")?.text?.text ?? "";
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    db = await openDatabase({ url: database.url });
    queue = await openQueue({ databaseUrl: database.url }, { log });
    [slack, target] = [await startHttpPeer(), await startTarget()];
    // The judge began a while ago, or it would forgive every silence for a minute and a half.
    let behindMs = 100_000;
    core = await startWorker({
      ...common,
      now: () => new Date(Date.now() - behindMs),
      roles: ["scheduler", "judge", "notifier"],
      regions: [],
      queue,
      db,
      secret,
      regionKey: null,
      senders: createSenders({ smtpUrl: null, mailFrom: "Rollcall <rollcall@example.com>", guard }),
    });
    behindMs = 0;
    for (const region of regions) await startProber(region);
    const workspaceId = newId("ws");
    await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
    const sealer = createSealer(secret);
    const actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" } as const;
    ctx = { workspaceId, actor, db, now: () => new Date(), baseUrl: common.baseUrl, sealer, guard };
    const id = newId("chn");
    const config = JSON.stringify({ webhookUrl: `${slack.url}/hook` });
    const channel = {
      id,
      workspaceId,
      kind: "slack",
      name: "ops",
      config: {},
      services: [],
      environments: [],
    };
    await db.prisma.channel.create({ data: { ...channel, sealed: sealer.seal(config, `channel:${id}`) } });
    const alive = () => db.prisma.regionWorker.count();
    await waitUntil("three regions", async () => (await alive()) === 3);
    ({ id: monitorId } = await createMonitor(ctx, { service: "shop", url: target.url, intervalSeconds }));
    await waitUntil("answers from all", async () => {
      const { healthRegions } = await readMonitor(ctx, monitorId);
      return healthRegions.length === 3 && healthRegions.every(({ state }) => state === "up");
    });
  });
  afterAll(async () => {
    for (const prober of probers.values()) await prober.stop();
    await core.stop();
    await queue.close();
    await db.close();
    target.close();
    await Promise.all([slack.close(), database.drop()]);
  });

  it("know of an outage seconds after its first failed answer, and of its end", async () => {
    const options = { timeoutMs: 60_000, everyMs: 50 };
    for (const [status, state] of [
      [500, "down"],
      [200, "up"],
    ] as const) {
      target.answer(status);
      await waitUntil(state, async () => (await health()) === state, options);
      const tookMs = Date.now() - (target.firstAt() ?? 0);
      // Without confirmation at once, the second answer that is needed comes an interval later.
      expect(tookMs).toBeLessThan(intervalSeconds * 1000);
    }
    await slack.waitForRequest("the recovery", (request) => request.text.includes("up again"));
  });

  it("tell once that one has no prober, judge on with the others, and tell once that it is back", async () => {
    slack.requests.length = 0;
    await probers.get("ap")?.stop();
    probers.delete("ap");
    await db.prisma.$executeRaw`
      UPDATE region_worker SET heard_at = heard_at - interval '85 s', seen_at = seen_at - interval '85 s',
        heard_since = heard_since - interval '85 s' WHERE region = 'ap'`;
    await waitUntil("the probe outage", () => headlines().length > 0, { timeoutMs: 120_000 });
    expect(headlines()).toEqual(["[regions] no probes from ap"]);

    target.answer(500);
    await waitUntil("down", async () => (await health()) === "down", { timeoutMs: 60_000 });
    target.answer(200);
    await waitUntil("up", async () => (await health()) === "up", { timeoutMs: 60_000 });

    await startProber("ap");
    const workerId = probers.get("ap")?.workerId ?? "";
    const isHeard = () => db.prisma.regionWorker.count({ where: { workerId } });
    await waitUntil("its first beat", async () => (await isHeard()) === 1);
    await db.prisma.regionWorker.updateMany({
      where: { workerId },
      data: { heardSince: new Date(Date.now() - 61_000) },
    });
    await slack.waitForRequest("its return", (request) => request.text.includes("probes again from ap"));
    const aboutRegions = headlines().filter((headline) => headline.startsWith("[regions]"));
    expect(aboutRegions).toEqual(["[regions] no probes from ap", "[regions] probes again from ap"]);
  });
});
