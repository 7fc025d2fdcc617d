import { readAnswers } from "@rollcall/db";
import { answerFigures, type HistoryPlan, mergeAnswers, type RollupSpan } from "@rollcall/domain/history";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeRollups, readMonitorHistory, readServiceHistory } from "../src/history/index.ts";
import { type Answer, openWorld, type World } from "./world.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const startAt = Date.UTC(2026, 10, 22, 22, 30);

let world: World;
let monitor: Awaited<ReturnType<World["addMonitor"]>>;
beforeAll(async () => {
  world = await openWorld(startAt);
  monitor = await world.addMonitor();
  await close();
});
afterAll(() => world.close());

const close = () => closeRollups({ db: world.db, now: world.clock }, 7);
const answer = (scheduledAt: number, more: Partial<Answer> = {}): Answer => ({
  monitorId: monitor.id,
  environmentId: monitor.environmentId,
  scheduledAt,
  ...more,
});

/** What a span's roll-ups tell of all time, and of what is not added up to that span yet. */
async function figures(span: RollupSpan, more: Partial<HistoryPlan> = {}) {
  const plan = { span, from: startAt - day, until: startAt + day, stepMs: day, ...more };
  const columns = await readAnswers(world.db, [monitor.id], plan);
  return answerFigures(mergeAnswers(columns.map(({ answers }) => answers)));
}

const tables = async () => {
  const read = (span: string) =>
    world.db.pool.query(`SELECT * FROM facts.answers_${span} ORDER BY monitor_id, at, region`);
  return Promise.all(["minute", "hour", "day"].map(async (span) => (await read(span)).rows));
};

describe("roll-ups", () => {
  it("add up each minute, hour and day once, however often and by how many it is done", async () => {
    // Two minutes of 20 and 400 ms, one failure; a burst, a confirmation and an offline prober, which do not count.
    const answers = [
      answer(startAt + 1_000),
      answer(startAt + 31_000, { totalMs: 400 }),
      answer(startAt + 61_000, { outcome: { kind: "timeout", phase: "first_byte" } }),
      answer(startAt + 61_000, { seq: 10 }),
      answer(startAt + 62_000, { seq: 2 }),
      answer(startAt + 63_000, { outcome: { kind: "observer_offline" } }),
    ];
    world.advance(2 * minute);
    await world.report(answers);
    await world.report(answers);
    expect(await figures("minute")).toMatchObject({ probes: 0 });
    world.advance(2 * minute);
    expect(await close()).toEqual({ minutes: 2, hours: 0, days: 0, late: expect.any(Number) });
    const expected = { probes: 3, failed: 1 };
    expect(await figures("day")).toMatchObject(expected);
    expect((await figures("minute")).p99Ms).toBeGreaterThan(380);
    expect((await figures("minute")).p50Ms).toBeLessThan(21);

    world.advance(2 * hour);
    await Promise.all([close(), close()]);
    const [minutes, hours, days] = await tables();
    expect([minutes?.length, hours?.length, days?.length]).toEqual([2, 1, 1]);
    for (const span of ["minute", "hour", "day"] as const)
      expect(await figures(span)).toMatchObject(expected);
    expect(await close()).toEqual({ minutes: 0, hours: 0, days: 0, late: 0 });
    expect(await tables()).toEqual([minutes, hours, days]);
  });

  it("take in what comes after its hour and day were added up, once", async () => {
    const late = answer(startAt + 62_000, { region: "us", totalMs: 50 });
    await world.report([late]);
    await world.report([late]);
    expect((await close()).late).toBe(1);
    for (const span of ["minute", "hour", "day"] as const)
      expect(await figures(span)).toMatchObject({ probes: 4, failed: 1 });
    expect(await close()).toMatchObject({ late: 0 });
  });

  it("take in what a program of an earlier release stored", async () => {
    const before = await figures("minute");
    await world.db.pool.query(
      `INSERT INTO facts.observation (monitor_id, region, scheduled_at, start_delay_ms, duration_ms, config_version, seq,
         total_ms, outcome, status, is_busted, variant)
       SELECT $1, 'eu', $2, 0, 20, 1, seq, 20, outcome, 200, false, 0
       FROM (VALUES (0, 0), (1, 1), (10, 0)) given(seq, outcome)`,
      [monitor.id.slice("mon_".length), new Date(world.now())],
    );
    world.advance(4 * minute);
    await close();
    expect(await figures("minute")).toMatchObject({ probes: before.probes + 2, failed: before.failed + 1 });
  });

  it("leave out what was observed in maintenance", async () => {
    const before = await figures("minute");
    const { id: environmentId } = await world.db.prisma.environment.findFirstOrThrow();
    const [from, until] = [world.now() + 10_000, world.now() + 20_000];
    await world.db.prisma.healthSpan.create({
      data: {
        ...{ workspaceId: world.workspaceId, environmentId, health: "maintenance" },
        ...{ startedAt: new Date(from), endedAt: new Date(until) },
      },
    });
    const answers = [answer(from - 1), answer(from), answer(until)];
    world.advance(30_000);
    await world.report(answers);
    world.advance(4 * minute);
    await close();
    expect((await figures("minute")).probes).toBe(before.probes + 2);
  });
});

describe("the history of a service", () => {
  const read = (window: string, ctx = world.context()) =>
    readServiceHistory(ctx, "shop", { environment: "production", window });

  it("knows nothing of the time in which nobody judged", async () => {
    const { id } = await world.addMonitor({ service: "shop" });
    expect((await read("24h")).uptime).toEqual({ "24h": null, "7d": null, "30d": null, "90d": null });
    await world.pass(20, () => ({ totalMs: 100 }));
    world.advance(2 * hour);
    await world.pass(20, () => ({ totalMs: 100 }));
    await close();
    const { total, uptime, columns, judgedSince } = await read("24h");
    expect(Date.parse(judgedSince ?? "")).toBeLessThan(world.now() - 2 * hour);
    expect(uptime).toEqual({ "24h": 1, "7d": 1, "30d": 1, "90d": 1 });
    expect(total.upSeconds).toBeGreaterThan(30);
    expect(total.upSeconds).toBeLessThan(90);
    expect(columns).toHaveLength(144);

    world.advance(3 * minute);
    await close();
    const ofMonitor = await readMonitorHistory(world.context(), id, { window: "7d" });
    expect(ofMonitor.total.probes).toBeGreaterThanOrEqual(4);
    expect(ofMonitor.regions.map(({ region }) => region)).toEqual(["eu"]);
    expect(Math.abs((ofMonitor.total.p95Ms ?? 0) - 100)).toBeLessThanOrEqual(5);
  });

  it("is another workspace's secret, and out of a limited token's reach", async () => {
    await expect(read("24h", world.stranger())).rejects.toThrow("no such service");
    await expect(read("24h", world.token("read", { services: ["checkout-api"] }))).rejects.toThrow(
      "no such service",
    );
    await expect(read("24h", world.token("deploy"))).rejects.toThrow("scope");
    await expect(read("1y")).rejects.toThrow();
  });
});
