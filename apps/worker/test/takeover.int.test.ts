/** Two real scheduler programs on one database, and what becomes of the leader when it is stopped or cut off. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type Database, newId, openDatabase } from "@rollcall/db";
import { createGuard } from "@rollcall/outbound";
import { openQueue, probeQueueName } from "@rollcall/queue";
import { createLogger, createMetrics, usualKeepDays } from "@rollcall/runtime";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startScheduler } from "../src/roles/scheduler.ts";

const main = join(import.meta.dirname, "../src/main.ts");
/** A standby tries every second: with this left of the lease it leads within five. */
const leftMsMax = 4_000;

type Program = { child: ChildProcess; said: () => string };

/** The way to the database, which can be made to lose every packet without a word. */
async function openWire(url: string) {
  const target = new URL(url);
  const sockets: Socket[] = [];
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => void (isCut || to.write(bytes)));
      from.on("close", () => to.destroy());
      from.on("error", () => {});
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cut: () => (isCut = true),
    /** Refuses from now on, at once. */
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function startProgram(databaseUrl: string): Program {
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: {
      PATH: process.env.PATH ?? "",
      DATABASE_URL: databaseUrl,
      ROLLCALL_SECRET: "a secret that is long enough for tests",
      ROLLCALL_ROLES: "scheduler",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  return { child, said: () => out };
}

describe("the standby of a leading scheduler", { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let db: Database;
  let wire: Awaited<ReturnType<typeof openWire>>;
  const programs: Program[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    db = await openDatabase({ url: database.url });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
  beforeEach(async () => {
    await db.prisma.lease.deleteMany();
    wire = await openWire(database.url);
  });
  afterEach(async () => {
    for (const { child } of programs.splice(0)) {
      if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
    }
    wire.close();
  });

  const start = (url: string) => {
    const program = startProgram(url);
    programs.push(program);
    return program;
  };
  const leads = ({ child }: Program) => isHolder(child.pid);
  async function isHolder(pid: number | undefined): Promise<boolean> {
    const lease = await db.prisma.lease.findUnique({ where: { name: "scheduler" } });
    return lease?.holder.includes(`-${pid}-`) === true;
  }
  const readLease = async () => {
    const [lease] = await db.prisma.$queryRaw<{ token: bigint; leftMs: number }[]>`
      SELECT token, (extract(epoch FROM expires_at - now()) * 1000)::float8 AS "leftMs" FROM lease`;
    return lease!;
  };
  async function openPair() {
    const leader = start(wire.url);
    await waitUntil("a leader", () => leads(leader));
    const standby = start(database.url);
    await waitUntil("a standby", () => standby.said().includes('"msg":"works"'));
    return { leader, standby };
  }

  it("leads when the leader is stopped; the old one sees on waking that it leads no more", async () => {
    const { leader, standby } = await openPair();
    leader.child.kill("SIGSTOP");
    const before = await readLease();
    expect(before.leftMs).toBeLessThanOrEqual(leftMsMax);
    await waitUntil("the takeover", () => leads(standby));
    leader.child.kill("SIGCONT");
    await waitUntil("its insight", () => /lost the lease|another scheduler leads/.test(leader.said()));
    expect(await leads(standby)).toBe(true);
    expect((await readLease()).token).toBe(before.token + 1n);
  });

  it("leads when the leader's packets are dropped without a word", async () => {
    const { leader, standby } = await openPair();
    wire.cut();
    expect((await readLease()).leftMs).toBeLessThanOrEqual(leftMsMax);
    await waitUntil("the takeover", () => leads(standby));
    expect(leader.child.exitCode).toBeNull();
  });
});

describe("a leader that is cut off from the queue alone", () => {
  const log = createLogger({ name: "test", level: "silent" });

  it("gives up the lease to a standby that reaches it", { timeout: 60_000 }, async () => {
    const database = await createTestDatabase();
    const jobs = await createTestDatabase();
    const db = await openDatabase({ url: database.url });
    const wire = await openWire(jobs.url);
    const start = async (workerId: string, queueUrl: string) => {
      const queue = await openQueue({ databaseUrl: queueUrl }, { log });
      const role = await startScheduler({
        ...{
          db,
          queue,
          log,
          workerId,
          metrics: createMetrics(),
          guard: createGuard(""),
          now: () => new Date(),
        },
        ...{ secret: "a secret that is long enough for tests", baseUrl: "https://rollcall.test" },
        ...{ ownRegions: ["eu"], heartbeatUrl: null, keepDays: usualKeepDays, cutOffMs: 300 },
        burstProbesMax: 600,
      });
      return { role, queue };
    };
    const holder = async () => (await db.prisma.lease.findUnique({ where: { name: "scheduler" } }))?.holder;
    const leader = await start("leader", wire.url);
    await waitUntil("a leader", async () => (await holder()) === "leader");
    const standby = await start("standby", jobs.url);
    wire.close();
    await addMonitor(db);
    await waitUntil("the takeover", async () => (await holder()) === "standby");
    await waitUntil("its work", async () => (await standby.queue.depth(probeQueueName("eu"))).waiting > 0);
    for (const { role, queue } of [leader, standby]) {
      await role.stop();
      await queue.close();
    }
    await db.close();
    await Promise.all([database.drop(), jobs.drop()]);
  });
});

/** One that is probed every second. */
async function addMonitor(db: Database): Promise<void> {
  const ids = { workspaceId: newId("ws"), serviceId: newId("svc"), environmentId: newId("env") };
  await db.prisma.workspace.create({ data: { id: ids.workspaceId, slug: "acme", name: "Acme" } });
  const { workspaceId } = ids;
  await db.prisma.service.create({ data: { id: ids.serviceId, workspaceId, name: "api" } });
  await db.prisma.environment.create({
    data: { id: ids.environmentId, workspaceId, serviceId: ids.serviceId, name: "production" },
  });
  await db.prisma.monitor.create({
    data: {
      id: newId("mon"),
      workspaceId,
      environmentId: ids.environmentId,
      name: "m",
      url: "https://example.com",
      method: "GET",
      intervalSeconds: 1,
      timeoutMs: 1000,
      verifiesDeploys: false,
    },
  });
}
