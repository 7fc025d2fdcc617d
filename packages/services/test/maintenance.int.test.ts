import { newId } from "@rollcall/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import { measureHealth, readJudgedSince } from "../src/history/measure-health.ts";
import { readIncident } from "../src/incidents/index.ts";
import {
  createMaintenance,
  deleteMaintenance,
  endMaintenance,
  listMaintenance,
  patchMaintenance,
} from "../src/maintenance/index.ts";
import { listMonitors } from "../src/monitors/index.ts";
import { readService, readServiceVerdict } from "../src/services/index.ts";
import { broken, fresh, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addMonitor();
});
afterEach(() => world.close());

const inMinutes = (minutes: number) => new Date(world.now() + minutes * 60_000).toISOString();
const plan = (more: object = {}, ctx = world.context()) =>
  createMaintenance(ctx, { service: "checkout-api", reason: "new disks", durationMinutes: 2, ...more });

describe("maintenance", { timeout: 120_000 }, () => {
  it("keeps quiet from its start, says why, and tells what still fails half a minute after its end", async () => {
    await world.pass(12, fresh);
    await plan({ from: inMinutes(1 / 3), until: inMinutes(1), durationMinutes: undefined });
    await world.pass(15, fresh);
    expect((await listMonitors(world.context()))[0]).toMatchObject({ health: "up" });
    await world.pass(35, broken);
    const [monitor] = await listMonitors(world.context());
    expect(monitor).toMatchObject({ health: "maintenance", healthSince: "2026-11-22T09:00:32.000Z" });
    const { environments } = await readService(world.context(), "checkout-api");
    expect(environments[0]).toMatchObject({
      health: "maintenance",
      maintenance: { until: "2026-11-22T09:01:12.000Z", reason: "new disks" },
      monitorList: [{ sentence: expect.stringMatching(/^In maintenance, .* Down for/) }],
    });
    await world.pass(35, broken);
    expect(await world.notices()).toEqual([]);
    expect((await listMonitors(world.context()))[0]).toMatchObject({ health: "down" });
    await world.pass(10, broken);
    const [incident] = await world.incidents();
    expect(await world.notices()).toMatchObject([{ type: "health.down", incidentId: incident!.id }]);
    const { timeline } = await readIncident(world.context(), incident!.id);
    expect(timeline.map(({ text }) => text)).toEqual([
      expect.stringMatching(/is down/),
      "Nobody is told: maintenance until 2026-11-22 09:01 UTC (new disks, by Ana).",
      expect.stringMatching(/^Maintenance is over\. What failed is probed afresh/),
      expect.stringMatching(/^Still wrong, and not to be kept quiet any more/),
    ]);
  });

  it("is told neither of trouble nor of its end when that is over in time, and is no part of uptime", async () => {
    await world.pass(20, fresh);
    const { id } = await plan({ durationMinutes: 60 });
    await world.sweep();
    await world.pass(40, broken);
    await endMaintenance(world.context(), id);
    await world.sweep();
    await world.pass(45, fresh);
    expect(await world.incidents()).toMatchObject([{ state: "resolved" }]);
    expect(await world.notices()).toEqual([]);
    const { environmentId } = (await world.incidents())[0]!;
    const spans = await world.db.prisma.healthSpan.findMany({ orderBy: { startedAt: "asc" } });
    expect(spans.map(({ health }) => health)).toEqual(["up", "maintenance", "down"]);
    const from = (await readJudgedSince(world.context(), environmentId))!.getTime();
    const [middle, whole, before] = await measureHealth(world.context(), environmentId, [
      { from: from + 1000, until: spans[1]!.endedAt.getTime() - 1000 },
      { from, until: world.now() },
      { from: from - 2000, until: from - 1000 },
    ]);
    expect(middle).toMatchObject({ maintenanceMs: 39_000, downMs: 0, unknownMs: 0 });
    expect(whole).toMatchObject({ maintenanceMs: 40_000, unknownMs: 0 });
    expect(whole?.share).toBeGreaterThan(0.7);
    expect(before).toMatchObject({ share: null, unknownMs: 1000 });
  });

  it("tells the recovery of what was told before it began, and the timeline says that it began", async () => {
    await world.pass(12, fresh);
    await world.pass(25, broken);
    await plan();
    await world.pass(5, broken);
    await world.pass(30, fresh);
    expect(await world.noticeTypes()).toEqual(["health.down", "health.recovered"]);
    const [incident] = await world.incidents();
    const { timeline } = await readIncident(world.context(), incident!.id);
    expect(timeline.map(({ text }) => text)).toContain(
      "In maintenance until 2026-11-22 09:02 UTC (new disks, by Ana): nobody is told of more until then.",
    );
  });

  it("leaves gates to judge: a deploy goes live in it, and a service that is down is not well", async () => {
    await world.pass(12, fresh);
    await plan({ service: null, durationMinutes: 600 });
    await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0" });
    await world.pass(25, fresh);
    const ask = () => readServiceVerdict(world.context(), "checkout-api", {});
    expect(await ask()).toMatchObject({ isLive: true, state: "live", health: "up" });
    await world.pass(25, broken);
    expect(await ask()).toMatchObject({ isLive: false, health: "down" });
    expect(await world.notices()).toEqual([]);
  });

  it("has no more windows than there is room for, however many are planned at once", async () => {
    const window = { workspaceId: world.workspaceId, reason: "", startsAt: world.clock(), createdBy: "Ana" };
    await world.db.prisma.maintenanceWindow.createMany({
      data: Array.from({ length: 199 }, () => ({ id: newId("mnt"), ...window })),
    });
    const planned = await Promise.allSettled([plan(), plan(), plan()]);
    expect(planned.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(planned.filter(({ status }) => status === "rejected")).toMatchObject(
      Array.from({ length: 2 }, () => ({ reason: { code: "limit_reached" } })),
    );
  });

  it("is planned, changed, ended and taken away by those who may, within limits, with clear refusals", async () => {
    const ctx = world.context();
    const nightly = { every: "day", at: "02:00", durationMinutes: 60, timeZone: "Europe/Berlin" };
    const later = await plan({ durationMinutes: undefined, repeat: nightly });
    expect(later).toMatchObject({
      state: "scheduled",
      sentence: "Every day at 02:00 (Europe/Berlin) for 1 h",
      next: { from: "2026-11-23T01:00:00.000Z", until: "2026-11-23T02:00:00.000Z" },
    });
    const now = await plan({ environment: "production" });
    expect(now).toMatchObject({ state: "active", environment: "production", until: inMinutes(2) });
    expect((await listMaintenance(ctx, { service: "checkout-api" })).map(({ id }) => id)).toEqual([
      now.id,
      later.id,
    ]);
    const longer = await patchMaintenance(ctx, now.id, { until: inMinutes(5), version: now.version });
    expect(longer).toMatchObject({ current: { until: inMinutes(5) } });
    const { version } = longer;
    expect(await patchMaintenance(ctx, now.id, { reason: "bigger disks", version })).toMatchObject({
      reason: "bigger disks",
      until: inMinutes(5),
    });
    const refusals: [() => Promise<unknown>, object][] = [
      [() => plan({ from: inMinutes(-30) }), { code: "invalid_input" }],
      [() => plan({ durationMinutes: undefined }), { errors: [{ pointer: "#/until" }] }],
      [() => plan({ durationMinutes: undefined, until: inMinutes(46_000) }), { code: "invalid_input" }],
      [() => plan({ service: "nobody" }), { code: "not_found" }],
      [() => plan({ environment: "nowhere" }), { code: "not_found" }],
      [() => plan({}, world.member("viewer")), { code: "forbidden" }],
      [() => plan({}, world.token("deploy")), { code: "forbidden" }],
      [() => plan({}, world.token("full", { services: ["other"] })), { code: "forbidden" }],
      [() => plan({}, world.token("full", { environments: ["production"] })), { code: "forbidden" }],
      [
        () => plan({ service: null }, world.token("full", { services: ["checkout-api"] })),
        { code: "forbidden" },
      ],
      [() => endMaintenance(world.stranger(), now.id), { code: "not_found" }],
      [() => endMaintenance(ctx, later.id), { code: "conflict" }],
      [() => deleteMaintenance(ctx, now.id), { code: "conflict" }],
      [() => patchMaintenance(ctx, now.id, { from: inMinutes(1) }), { code: "conflict" }],
      [
        () => patchMaintenance(ctx, now.id, { reason: "new disks", version }),
        { code: "conflict", message: expect.stringContaining("Somebody else has changed") },
      ],
      [() => patchMaintenance(ctx, now.id, { repeat: nightly }), { code: "conflict" }],
    ];
    for (const [refused, like] of refusals) await expect(refused()).rejects.toMatchObject(like);
    expect(await endMaintenance(ctx, now.id)).toMatchObject({ state: "ended", endedBy: "Ana" });
    await expect(patchMaintenance(ctx, now.id, { reason: "more" })).rejects.toMatchObject({
      code: "conflict",
    });
    await deleteMaintenance(ctx, later.id);
    expect(await listMaintenance(ctx)).toMatchObject([{ id: now.id, state: "ended" }]);
  });
});
