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
