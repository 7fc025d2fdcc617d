import { steady } from "@rollcall/domain/incident";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import {
  acknowledgeIncident,
  readIncident,
  resolveIncident,
  snoozeIncident,
} from "../src/incidents/index.ts";
import { broken, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const announce = async (more: object = {}) =>
  (await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0", ...more })).deploy;

describe("an incident", { timeout: 120_000 }, () => {
  async function stuck() {
    await world.addMonitor();
    await world.pass(12, old);
    await announce({ progressDeadlineSeconds: 20 });
    await world.pass(40, old);
    const [incident] = await world.incidents();
    return incident!.id;
  }

  it("that somebody resolved by hand stays closed until something new goes wrong", async () => {
    const id = await stuck();
    await resolveIncident(world.context(), id);
    await world.pass(20, old);
    expect((await world.incidents()).map((row) => row.state)).toEqual(["resolved"]);
    expect(await world.noticeTypes()).toEqual(["rollout.stuck", "rollout.recovered"]);
    await world.pass(40, broken);
    expect((await world.incidents()).map((row) => [row.state, row.kind])).toEqual([
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

  it("that becomes critical wakes whoever has acknowledged and snoozed it, once", async () => {
    const id = await stuck();
    await acknowledgeIncident(world.context(), id);
    await snoozeIncident(world.context(), id, { minutes: 600 });
    await world.pass(60, broken);
    expect(await readIncident(world.context(), id)).toMatchObject({
      state: "open",
      severity: "critical",
      acknowledgedAt: null,
      acknowledgedBy: null,
      snoozedUntil: null,
    });
    const critical = (await world.noticeTypes()).slice(1);
    expect(new Set(critical).size).toBe(critical.length);
    expect(critical.length).toBeGreaterThan(0);
  });

  it("is taken on as it stands: a rise after that is news, although the same was told before it fell", async () => {
    const id = await stuck();
    const { prisma } = world.db;
    const snooze = () => snoozeIncident(world.context(), id, { minutes: 60 });
    for (const takeOn of [() => acknowledgeIncident(world.context(), id), snooze]) {
      const fallen = { ...steady, begun: [{ key: "monitor:mon_a", at: 1 }], fellAt: world.now() };
      await prisma.incident.update({ where: { id }, data: { flap: fallen } });
      await takeOn();
      const { flap } = await prisma.incident.findUniqueOrThrow({ where: { id } });
      expect(flap).toEqual({ ...fallen, fellAt: null });
    }
  });

  it("wakes by itself when its snooze is over, and says until then why it is quiet", async () => {
    const id = await stuck();
    await acknowledgeIncident(world.context(), id);
    const snoozed = await snoozeIncident(world.context(), id, { minutes: 2 });
    expect(snoozed.snoozedUntil).toBe(new Date(world.now() + 120_000).toISOString());
    const problems = async () => (await world.notices()).filter(({ tone }) => tone === "problem");
    await world.pass(118, old);
    expect(await problems()).toHaveLength(1);
    await world.pass(30, old);
    expect((await problems()).map(({ type }) => type)).toEqual(["rollout.stuck", "rollout.stuck"]);
    const view = await readIncident(world.context(), id);
    expect(view).toMatchObject({ state: "open", snoozedUntil: null, acknowledgedBy: null });
    expect(view.timeline.slice(-2).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Snoozed until 2026-11-22 09:\d\d UTC by Ana\.$/),
      "Still wrong, and not to be kept quiet any more: checkout-api production: 2.0.0 is stuck.",
    ]);
  });

  it("is snoozed until a time or not at all, for a month at most", async () => {
    const id = await stuck();
    const until = new Date(world.now() + 3_600_000).toISOString();
    const snoozed = await snoozeIncident(world.context(), id, { until });
    expect(snoozed.snoozedUntil).toBe(until);
    expect((await snoozeIncident(world.context(), id, { minutes: 0 })).snoozedUntil).toBeNull();
    const far = new Date(world.now() + 31 * 86_400_000).toISOString();
    for (const input of [{}, { minutes: 1, until }, { until: far }])
      await expect(snoozeIncident(world.context(), id, input)).rejects.toMatchObject({
        code: "invalid_input",
      });
    await world.sweep();
    expect(await world.noticeTypes()).toEqual(["rollout.stuck"]);
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
