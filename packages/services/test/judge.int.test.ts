import { inTransaction } from "@rollcall/db";
import { createSealer } from "@rollcall/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy, readAnswers, readDeploy } from "../src/deploys/index.ts";
import { recordTogether } from "../src/ingest/index.ts";
import { lockEnvironment } from "../src/lock-environment.ts";
import { createMonitor, patchMonitor } from "../src/monitors/index.ts";
import { broken, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0", ...more })).deploy;
const read = (id: string) => readDeploy(world.context(), id);
const environment = (id: string) => world.db.prisma.environment.findUniqueOrThrow({ where: { id } });

describe("a report", () => {
  it("is folded once although it says a thing twice", async () => {
    const { id: monitorId, environmentId } = await world.addMonitor();
    const answer = { monitorId, environmentId, scheduledAt: world.now(), seq: 10 };
    expect(await world.report([answer, answer])).toMatchObject([{ folded: 1, duplicate: 1 }]);
  });

  it("is taken in together with others of the workspace, but for whose environment somebody holds or is new", async () => {
    const services = ["a", "b", "held", "new"];
    const monitors = await Promise.all(services.map((service) => world.addMonitor({ service })));
    const isKnown = ({ id }: { id: string }) => id !== monitors[3]?.id;
    await world.pass(12, ({ monitor }) => (isKnown(monitor) ? old() : null));
    const parts = monitors.map(({ id, environmentId }) => world.part({ monitorId: id, environmentId }));
    const held = monitors[2]?.environmentId ?? "";
    const results = await inTransaction(world.db, async (tx) => {
      await lockEnvironment(tx, world.workspaceId, held);
      return recordTogether(world.judge, parts);
    });
    expect(results).toMatchObject([{ folded: 1 }, { folded: 1 }, null, null]);
    expect(await recordTogether(world.judge, parts)).toMatchObject([
      { folded: 0, duplicate: 1 },
      { folded: 0, duplicate: 1 },
      { folded: 1, duplicate: 0 },
      null,
    ]);
  });

  it("never keeps a person from adding a monitor", async () => {
    const { environmentId } = await world.addMonitor();
    const guard = { isOpen: () => true };
    const ctx = { ...world.context(), guard, sealer: createSealer("a secret that is long enough for tests") };
    await inTransaction(world.db, async (tx) => {
      await lockEnvironment(tx, world.workspaceId, environmentId);
      await createMonitor(ctx, { service: "another", url: "https://example.com/health" });
    });
    expect(await world.db.prisma.monitor.count()).toBe(2);
  });

  it("changes nothing when it comes again", async () => {
    const monitor = await world.addMonitor();
    const { id } = await announce();
    const answers = Array.from({ length: 5 }, (_, seq) => ({
      monitorId: monitor.id,
      environmentId: monitor.environmentId,
      scheduledAt: world.now(),
      seq: 10 + seq,
    }));
    const snapshot = async () => ({
      deploy: { ...(await world.db.prisma.deploy.findUniqueOrThrow({ where: { id } })), updatedAt: null },
      rollout: (await world.db.prisma.rollout.findUniqueOrThrow({ where: { deployId: id } })).state,
      slices: await world.db.prisma.rolloutSlice.findMany(),
      events: await world.db.prisma.deployEvent.count(),
    });
    expect(await world.report(answers)).toMatchObject([{ folded: 5, duplicate: 0 }]);
    const before = await snapshot();
    expect(before.slices).toHaveLength(1);
    const again = await Promise.all([world.report(answers), world.report(answers)]);
    expect(again.flat().map((result) => [result.folded, result.duplicate])).toEqual([
      [0, 5],
      [0, 5],
    ]);
    expect(await snapshot()).toEqual(before);
  });

  it("is kept but not judged when the monitor was edited meanwhile", async () => {
    const monitor = await world.addMonitor();
    const { id } = await announce();
    await world.db.prisma.monitor.update({ where: { id: monitor.id }, data: { configVersion: 2 } });
    const { id: monitorId, environmentId } = monitor;
    expect(await world.report([{ monitorId, environmentId, configVersion: 1 }])).toMatchObject([
      { folded: 1 },
    ]);
    expect((await read(id)).share.samples).toBe(0);
    await world.report([{ monitorId, environmentId, configVersion: 2, seq: 10 }]);
    expect((await read(id)).share.samples).toBe(1);
  });

  it("never waits for a person who edits its monitor while that person waits for it", async () => {
    await announce();
    const monitors = await Promise.all(Array.from({ length: 8 }, () => world.addMonitor()));
    const guard = { isOpen: () => true };
    const sealer = createSealer("a secret that is long enough for tests");
    const edit = (id: string) => patchMonitor({ ...world.context(), guard, sealer }, id, { timeoutMs: 2000 });
    await Promise.all(
      monitors.flatMap(({ id, environmentId }, i) => [
        world.report([{ monitorId: id, environmentId, seq: i }]),
        edit(id),
      ]),
    );
    const { items } = await readAnswers(world.context(), (await announce()).id);
    expect(items).toHaveLength(8);
  });

  it("comes to nothing for a deleted monitor, another workspace's or another region's", async () => {
    const monitor = await world.addMonitor();
    const other = await openWorld();
    try {
      await other.addMonitor();
      const foreign = await other.addMonitor({ service: "foreign" });
      const { environmentId } = monitor;
      const nothing = [{ folded: 0, duplicate: 0, unknown: 1 }];
      const own = { monitorId: monitor.id, environmentId };
      expect(
        await world.report([{ monitorId: foreign.id, environmentId: foreign.environmentId }]),
      ).toMatchObject(nothing);
      expect(await world.report([{ monitorId: foreign.id, environmentId }])).toMatchObject(nothing);
      expect(await world.report([own, { ...own, region: "us" }])).toMatchObject([{ folded: 1, unknown: 0 }]);
      await world.db.prisma.monitor.update({ where: { id: monitor.id }, data: { deletedAt: world.clock() } });
      expect(await world.report([{ ...own, seq: 1 }])).toMatchObject(nothing);
    } finally {
      await other.close();
    }
  });
});

describe("health", () => {
  it("opens an incident when a quorum of regions fails, tells it, and tells the recovery", async () => {
    const monitor = await world.addMonitor({ regions: ["eu", "us"] });
    await world.addChannel({ minSeverity: "critical" });
    await world.pass(12, old);
    await world.pass(30, broken);
    expect(await environment(monitor.environmentId)).toMatchObject({ health: "down" });
    expect(await world.incidents()).toMatchObject([
      { kind: "outage", severity: "critical", state: "open", monitorId: monitor.id },
    ]);
    await world.pass(30, old);
    expect(await environment(monitor.environmentId)).toMatchObject({ health: "up", servedVersion: "1.0.0" });
    expect((await world.incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await world.noticeTypes()).toEqual(["health.down", "health.recovered"]);
  });

  it("asks for a confirmation at once when a region begins to fail", async () => {
    const monitor = await world.addMonitor({ regions: ["eu", "us"] });
    await world.pass(12, old);
    const asked: string[] = [];
    const stop = await world.db.listen("rollcall_confirm", (payload) => asked.push(payload));
    await world.pass(10, ({ region }) => (region === "eu" ? broken() : old()));
    await stop();
    const confirmations = asked.map((payload) => JSON.parse(payload));
    expect(confirmations[0]).toMatchObject({ monitorId: monitor.id });
    expect(confirmations[0].regions).toContain("eu");
  });

  it("leaves nothing due behind, so that a sweep does nothing twice", async () => {
    const monitor = await world.addMonitor();
    await announce();
    await world.pass(12, old);
    expect((await world.sweep()).judged).toBe(0);
    await world.db.prisma.monitor.update({ where: { id: monitor.id }, data: { deletedAt: world.clock() } });
    await world.db.prisma.monitorHealth.updateMany({ data: { nextJudgeAt: world.clock() } });
    await world.sweep();
    expect((await world.sweep()).judged).toBe(0);
  });
});
