import { openDatabase } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  acceptDeploy,
  announceDeploy,
  readAnswers,
  readDeploy,
  readRollout,
  readVerdicts,
} from "../src/deploys/index.ts";
import {
  acknowledgeIncident,
  readIncident,
  resolveIncident,
  snoozeIncident,
} from "../src/incidents/index.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const old = () => ({ says: "1.0.0" });
const fresh = () => ({ says: "2.0.0" });
const broken = () => ({ says: null, status: 503 });
const announce = async (more: object = {}) =>
  (await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0", ...more })).deploy;
const read = (id: string) => readDeploy(world.context(), id);
const environment = (id: string) => world.db.prisma.environment.findUniqueOrThrow({ where: { id } });
/** In the order of their transactions; those of one transaction by type. */
const notices = async () =>
  (await world.db.prisma.outbox.findMany())
    .map((row) => row.notice as Notice)
    .sort((a, b) => a.at - b.at || a.type.localeCompare(b.type));
const noticeTypes = async () => (await notices()).map((notice) => notice.type);
const incidents = () => world.db.prisma.incident.findMany({ orderBy: { openedAt: "asc" } });

describe("a rollout", () => {
  it("goes live when the new version is proven everywhere, and is then what serves", async () => {
    const { environmentId } = await world.addMonitor({ regions: ["eu", "us"] });
    await world.addChannel({ liveNotices: true });
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(10, old);
    expect(await read(id)).toMatchObject({ state: "waiting", previousVersion: "1.0.0" });
    await world.pass(4, ({ region }) => (region === "eu" ? fresh() : old()));
    expect((await read(id)).state).toBe("rolling");
    await world.pass(75, fresh);
    const deploy = await read(id);
    expect(deploy).toMatchObject({ state: "live", alreadyLive: false, incidentId: null });
    expect(deploy.regions.map((region) => [region.region, region.state])).toEqual([
      ["eu", "live"],
      ["us", "live"],
    ]);
    expect(await environment(environmentId)).toMatchObject({
      currentDeployId: id,
      servedVersion: "2.0.0",
      servedShare: 1,
      health: "up",
    });
    expect(await noticeTypes()).toEqual(["rollout.live"]);
  });

  it("keeps every change with its rule, its numbers and why nobody was told, and draws its picture", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    const { id } = await announce();
    await world.pass(6, old);
    await world.pass(60, fresh);
    const { items } = await readVerdicts(world.context(), id);
    expect(items.map((verdict) => verdict.state).reverse()).toEqual(["waiting", "rolling", "live"]);
    for (const verdict of items) expect(verdict.rule).not.toBe("");
    expect(items.at(-1)?.told).toBe("Nobody needs to hear of it.");
    expect(items[0]?.told).toBe("Nobody is told: there is no channel yet.");
    const view = await readRollout(world.context(), id);
    expect(view.chart.slices[0]).toMatchObject({ expected: 0 });
    expect(view.chart.slices.at(-1)?.expected).toBeGreaterThan(0);
    expect(view.chart.markers.map((marker) => marker.kind)).toEqual(
      expect.arrayContaining(["announced", "first_seen", "done", "live"]),
    );
    const counted = view.chart.slices.reduce((sum, slice) => sum + slice.expected + slice.previous, 0);
    const { items: answers } = await readAnswers(world.context(), id, { limit: 500, bucket: "expected" });
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every((answer) => answer.version === "2.0.0")).toBe(true);
    expect(counted).toBeGreaterThan(answers.length);
    expect(view.curl).toContain("curl");
  });

  it("is told when it is stuck, once, and when it recovers", async () => {
    await world.addMonitor();
    await world.addChannel();
    await world.pass(12, old);
    const { id } = await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const deploy = await read(id);
    expect(deploy).toMatchObject({ state: "stuck", stuckKind: "never_seen" });
    const [incident] = await incidents();
    expect(incident).toMatchObject({
      id: deploy.incidentId,
      kind: "stuck",
      severity: "warning",
      state: "open",
    });
    expect(await noticeTypes()).toEqual(["rollout.stuck"]);
    const [alert] = await notices();
    expect(alert).toMatchObject({
      incidentId: incident?.id,
      deployId: id,
      serving: "1.0.0",
      links: { primary: `https://rollcall.test/deploys/${id}` },
    });
    const { items } = await readVerdicts(world.context(), id);
    expect(items[0]?.told).toBe("Telling ops (Slack).");
    await world.pass(90, fresh);
    expect((await read(id)).state).toBe("live");
    expect((await incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
    const view = await readIncident(world.context(), incident!.id);
    expect(view.timeline.map((line) => line.type)).toEqual(["opened", "resolved"]);
  });

  it("keeps the incident when another version supersedes a stuck one, until that one is live", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const { id } = await announce({ version: "2.0.1" });
    await world.pass(4, old);
    expect((await incidents()).map((row) => [row.state, row.deployId])).toEqual([["open", id]]);
    await world.pass(70, () => ({ says: "2.0.1" }));
    expect((await incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
  });

  it("neither alerts again nor loses the recovery when the judge restarts in mid-incident", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const restarted = await openDatabase({ url: world.url });
    world.judge.db = restarted;
    await world.pass(20, old);
    expect(await noticeTypes()).toEqual(["rollout.stuck"]);
    await world.pass(90, fresh);
    expect(await noticeTypes()).toEqual(["rollout.stuck", "rollout.live", "rollout.recovered"]);
    world.judge.db = world.db;
    await restarted.close();
  });

  it("is announced again as a new deploy once it is live, which says that nothing can be told apart", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    const first = await announce();
    await world.pass(70, fresh);
    const again = await announce();
    expect(again.id).not.toBe(first.id);
    await world.pass(70, fresh);
    expect(await read(again.id)).toMatchObject({ state: "live", alreadyLive: true });
    expect((await read(first.id)).supersededBy).toBe(again.id);
  });

  it("tells when an earlier version is back everywhere, and lets a person accept it", async () => {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ version: "1.0.0" });
    await world.pass(70, old);
    const { id } = await announce();
    await world.pass(70, fresh);
    await world.pass(150, old);
    expect((await read(id)).state).toBe("rolled_back");
    const settled = await acceptDeploy(world.context(), id, { identity: "1.0.0", as: "expected" });
    expect(settled.state).toBe("superseded");
    await world.pass(70, old);
    const accepted = await read(settled.supersededBy ?? "");
    expect(accepted).toMatchObject({ version: "1.0.0", state: "live" });
    expect((await incidents()).map((row) => row.state)).toEqual(["resolved"]);
  });

  it("takes another name for the same build from a person, and is live by it", async () => {
    await world.addMonitor();
    await world.pass(12, () => ({ says: "a1b2c3d" }));
    const { id } = await announce();
    await world.pass(150, () => ({ says: "f00baa1" }));
    expect(await read(id)).toMatchObject({ state: "unverifiable", reason: "identity_mismatch" });
    await acceptDeploy(world.context(), id, { identity: "f00baa1", as: "same_build" });
    await world.pass(90, () => ({ says: "f00baa1" }));
    expect((await read(id)).state).toBe("live");
  });
});

describe("a report", () => {
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
    expect(await world.report(answers)).toMatchObject({ folded: 5, duplicate: 0 });
    const before = await snapshot();
    expect(before.slices).toHaveLength(1);
    const again = await Promise.all([world.report(answers), world.report(answers)]);
    expect(again.map((result) => [result.folded, result.duplicate])).toEqual([
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
    expect(await world.report([{ monitorId, environmentId, configVersion: 1 }])).toMatchObject({ folded: 1 });
    expect((await read(id)).share.samples).toBe(0);
    await world.report([{ monitorId, environmentId, configVersion: 2, seq: 10 }]);
    expect((await read(id)).share.samples).toBe(1);
  });

  it("comes to nothing for a deleted monitor, another workspace's or another region's", async () => {
    const monitor = await world.addMonitor();
    const other = await openWorld();
    try {
      const foreign = await other.addMonitor();
      const { environmentId } = monitor;
      expect(
        await world.report([{ monitorId: foreign.id, environmentId: foreign.environmentId }]),
      ).toMatchObject({
        folded: 0,
        unknown: 1,
      });
      expect(await world.report([{ monitorId: foreign.id, environmentId }])).toMatchObject({ unknown: 1 });
      await world.db.prisma.monitor.update({ where: { id: monitor.id }, data: { deletedAt: world.clock() } });
      expect(await world.report([{ monitorId: monitor.id, environmentId }])).toMatchObject({ unknown: 1 });
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
    expect(await incidents()).toMatchObject([
      { kind: "outage", severity: "critical", state: "open", monitorId: monitor.id },
    ]);
    await world.pass(30, old);
    expect(await environment(monitor.environmentId)).toMatchObject({ health: "up", servedVersion: "1.0.0" });
    expect((await incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await noticeTypes()).toEqual(["health.down", "health.recovered"]);
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

describe("an incident", () => {
  async function stuck() {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const [incident] = await incidents();
    return incident!.id;
  }

  it("that somebody resolved by hand stays closed until something new goes wrong", async () => {
    const id = await stuck();
    await resolveIncident(world.context(), id);
    await world.pass(20, old);
    expect((await incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await noticeTypes()).toEqual(["rollout.stuck", "rollout.recovered"]);
    await world.pass(40, broken);
    expect((await incidents()).map((row) => [row.state, row.kind])).toEqual([
      ["resolved", "stuck"],
      ["open", "outage"],
    ]);
  });

  it("is acknowledged once, by name, and never brought back from resolved", async () => {
    const id = await stuck();
    const first = await acknowledgeIncident(world.context(), id);
    world.advance(1000);
    const second = await acknowledgeIncident(world.member("member"), id);
    expect([second.acknowledgedBy, second.acknowledgedAt]).toEqual(["Ana", first.acknowledgedAt]);
    await snoozeIncident(world.context(), id, { minutes: 10 });
    await resolveIncident(world.context(), id);
    await resolveIncident(world.context(), id);
    await expect(acknowledgeIncident(world.context(), id)).rejects.toMatchObject({ code: "conflict" });
    await expect(snoozeIncident(world.context(), id, { minutes: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const view = await readIncident(world.context(), id);
    expect(view.timeline.map((line) => line.type)).toEqual(["opened", "acknowledged", "snoozed", "resolved"]);
    const audit = await world.db.prisma.auditEvent.findMany({
      where: { target: id },
      orderBy: { id: "asc" },
    });
    expect(audit.map((line) => line.action)).toEqual([
      "incident.acknowledge",
      "incident.snooze",
      "incident.resolve",
    ]);
  });

  it("is hidden from other workspaces, and from whoever may only look it cannot be changed", async () => {
    const id = await stuck();
    const verbs = [
      (ctx = world.context()) => acknowledgeIncident(ctx, id),
      (ctx = world.context()) => snoozeIncident(ctx, id, { minutes: 1 }),
      (ctx = world.context()) => resolveIncident(ctx, id),
    ];
    for (const verb of verbs) {
      await expect(verb(world.stranger())).rejects.toMatchObject({ code: "not_found" });
      await expect(verb(world.member("viewer"))).rejects.toMatchObject({ code: "forbidden" });
      await expect(verb(world.token("read"))).rejects.toMatchObject({ code: "forbidden" });
      await expect(verb(world.token("full", { services: ["other"] }))).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await expect(readIncident(world.stranger(), id)).rejects.toMatchObject({ code: "not_found" });
    expect((await readIncident(world.member("viewer"), id)).kind).toBe("stuck");
  });
});
