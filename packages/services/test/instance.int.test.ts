import { newId } from "@rollcall/db";
import { coreRoles } from "@rollcall/domain/instance";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger } from "@rollcall/runtime";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetRoles, readInstance, recordRoles } from "../src/instance/index.ts";
import { acquireLease } from "../src/scheduling/index.ts";
import { openWorld, type World } from "./world.ts";

const minute = 60_000;

describe("the instance", () => {
  let world: World;
  let jobs: TestDatabase;
  let queue: JobQueue;
  beforeAll(async () => {
    jobs = await createTestDatabase();
    queue = await openQueue(
      { databaseUrl: jobs.url },
      { log: createLogger({ name: "test", level: "silent" }) },
    );
  });
  afterAll(async () => {
    await queue.close();
    await jobs.drop();
  });
  beforeEach(async () => {
    world = await openWorld(Date.now());
    await acquireLease(world.db, "scheduler", "w1", 3_600_000);
    await beat("w1");
  });
  afterEach(() => world.close());

  const deps = () => ({ db: world.db, queue, now: world.clock });
  const beat = (workerId: string, idleMs = 100) =>
    recordRoles(deps(), {
      ...{ workerId, version: "1", startedAt: world.clock() },
      roles: coreRoles.map((role) => ({ role, idleMs })),
    });
  const faults = async (workspaceId?: string) =>
    (await readInstance(deps(), workspaceId)).faults.map(({ code }) => code);

  /** A mail tried for the first time now. */
  async function addMail(state: string, more: object = {}): Promise<string> {
    const { workspaceId } = world.context();
    const id = newId("dlv");
    const channel = { workspaceId, kind: "email", name: "mail", config: {}, sealed: "" };
    await world.db.prisma.channel.create({ data: { id, ...channel, services: [], environments: [] } });
    const now = world.clock();
    await world.db.prisma.outbox.create({
      data: { id, workspaceId, notice: {}, createdAt: now, fannedOutAt: now },
    });
    const tried = { state, attempts: 1, firstTriedAt: now, createdAt: now };
    await world.db.prisma.delivery.create({
      data: { id, workspaceId, outboxId: id, channelId: id, ...tried, ...more },
    });
    return id;
  }

  it("shows who runs which role, who leads, and forgets who stopped", async () => {
    await beat("w2", 31_000);
    const rows = async () =>
      (await readInstance(deps())).roles
        .filter(({ role }) => role === "scheduler")
        .map(({ workerId, state, isLeader }) => `${workerId} ${state}${isLeader ? " leads" : ""}`)
        .sort();
    expect(await rows()).toEqual(["w1 well leads", "w2 hanging"]);
    expect(await faults()).toEqual([]);
    await forgetRoles(deps(), "w1");
    expect(await rows()).toEqual(["w2 hanging"]);
    expect(await faults()).toEqual(coreRoles.map((role) => `${role}_down`));
  });

  it("tells a mail server that takes nothing from one receiver that is refused", async () => {
    await addMail("failed", { nextAttemptAt: new Date(world.now() + 3_600_000) });
    world.advance(6 * minute);
    await beat("w1");
    expect(await faults()).toEqual(["mail_refused"]);
    await addMail("sent", { sentAt: world.clock() });
    expect(await faults()).toEqual([]);
  });

  it("finds deliveries that nobody sends, and not those that are being sent or wait for their turn", async () => {
    const due = { nextAttemptAt: world.clock() };
    await addMail("pending", { ...due, claimedUntil: new Date(world.now() + 10 * minute) });
    await addMail("pending", { nextAttemptAt: new Date(world.now() + 10 * minute) });
    world.advance(6 * minute);
    await beat("w1");
    expect(await faults()).toEqual([]);
    const late = await addMail("pending", due);
    expect(await faults()).toEqual(["deliveries_late"]);
    // Its receiver is slow, which is no fault of the instance.
    await addMail("failed", { nextAttemptAt: new Date(world.now() + minute), channelId: late });
    expect(await faults()).toEqual([]);
    // Until nobody tries it any more, though its time has come.
    await world.db.prisma.delivery.deleteMany({ where: { channelId: { not: late } } });
    world.advance(7 * minute);
    await beat("w1");
    expect(await faults()).toContain("deliveries_late");
  });

  it("counts what was given up in a day, for one workspace only its own", async () => {
    await addMail("given_up");
    expect(await faults()).toEqual(["dead_letters"]);
    expect(await faults("ws_other")).toEqual([]);
    world.advance(25 * 60 * minute);
    await beat("w1");
    expect(await faults()).not.toContain("dead_letters");
  });
});
