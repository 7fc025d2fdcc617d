import { openDatabase } from "@rollcall/db";
import { coreRoles, isEssentialFault } from "@rollcall/domain/instance";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import { createLogger, createMetrics } from "@rollcall/runtime";
import { recordRoles } from "@rollcall/services/instance";
import { acquireLease } from "@rollcall/services/scheduling";
import { startHttpPeer } from "@rollcall/testing/http-peer";
import { createTestDatabase } from "@rollcall/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDeadManPing } from "../src/dead-man-ping.ts";

const log = createLogger({ name: "test", level: "silent" });
const minute = 60_000;
/** Without the preflight alerts go on. */
const neededRoles = coreRoles.filter((role) => isEssentialFault(`${role}_down`));

/** A real peer, database and queue; only the clock stands still until it is moved. */
async function openRoom() {
  const database = await createTestDatabase();
  const db = await openDatabase({ url: database.url });
  const queue = await openQueue({ databaseUrl: database.url }, { log });
  const peer = await startHttpPeer();
  let atMs = Date.now();
  const now = () => new Date(atMs);
  const lead = () => acquireLease(db, "scheduler", "w1", 3_600_000);
  const beat = (roles: readonly (typeof coreRoles)[number][] = coreRoles, idleMs = 400) =>
    recordRoles(
      { db, now },
      { workerId: "w1", version: "1", startedAt: now(), roles: roles.map((role) => ({ role, idleMs })) },
    );
  const newPing = (allow = "127.0.0.0/8") =>
    createDeadManPing({
      ...{ db, queue, now, log, metrics: createMetrics() },
      ...{ url: `${peer.url}/ping/secret`, guard: createGuard(allow) },
    });
  return {
    ...{ db, peer, lead, beat, newPing },
    advance: (ms: number) => (atMs += ms),
    heard: () => peer.requests.length,
    async close() {
      await queue.close();
      await db.close();
      await Promise.all([peer.close(), database.drop()]);
    },
  };
}

describe("the outgoing heartbeat", () => {
  let room: Awaited<ReturnType<typeof openRoom>>;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    room.peer.requests.length = 0;
    room.peer.answerWith({ status: 200 });
    await room.db.prisma.outbox.deleteMany();
    await room.db.prisma.roleWorker.deleteMany();
    await room.lead();
    await room.beat();
  });

  it("is sent once a minute while scheduler, judge and notifier are well", async () => {
    const ping = room.newPing();
    await ping();
    room.advance(minute - 1);
    await room.beat();
    await ping();
    expect(room.peer.requests.map(({ method, path }) => [method, path])).toEqual([["GET", "/ping/secret"]]);
    room.advance(1);
    await ping();
    expect(room.heard()).toBe(2);
  });

  it.each(neededRoles)("is withheld while no %s is heard, and sent as soon as one is again", async (role) => {
    const ping = room.newPing();
    await room.db.prisma.roleWorker.deleteMany({ where: { role } });
    await ping();
    expect(room.heard()).toBe(0);
    await room.beat([role]);
    await ping();
    expect(room.heard()).toBe(1);
  });

  it.each(neededRoles)("is withheld while the loop of the %s hangs", async (role) => {
    await room.beat([role], 31_000);
    await room.newPing()();
    expect(room.heard()).toBe(0);
  });

  it("is withheld while nobody leads", async () => {
    await room.db.prisma.lease.deleteMany();
    await room.newPing()();
    expect(room.heard()).toBe(0);
  });

  it("is withheld while a notice waits for a notifier that seems well", async () => {
    const workspaceId = "ws_test";
    await room.db.prisma.workspace.create({ data: { id: workspaceId, slug: "test", name: "Test" } });
    const written = new Date(Date.now() - 2 * minute);
    await room.db.prisma.outbox.create({
      data: { id: "obx_1", workspaceId, notice: {}, createdAt: written },
    });
    await room.newPing()();
    expect(room.heard()).toBe(0);
  });

  it("is tried again soon when it was not taken", async () => {
    const ping = room.newPing();
    room.peer.answerWith({ status: 503 });
    await ping();
    room.peer.answerWith({ status: 200 });
    await ping();
    await ping();
    expect(room.heard()).toBe(2);
  });

  it("goes through the guard: a closed address is never dialled", async () => {
    await room.newPing("")();
    expect(room.heard()).toBe(0);
  });
});
