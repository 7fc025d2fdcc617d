import { inTransaction } from "@rollcall/db";
import { nextDueAt } from "@rollcall/domain/due";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import { judgeDue, restAnswers } from "../src/ingest/index.ts";
import { lockEnvironment } from "../src/lock-environment.ts";
import { wakeJudge } from "../src/monitors/wake-judge.ts";
import { broken, fresh, old, openWorld, type World } from "./world.ts";

const regions = ["eu", "us"];
const announce = (world: World, version: string) =>
  announceDeploy(world.context(), { service: "checkout-api", version, soakSeconds: 5 });

/** Calm, once for longer than answers may rest, before and after a bad pod, silence, an outage, a version that nobody announced, and a rollout. */
async function playStory(world: World): Promise<void> {
  await world.addMonitor({ regions });
  await world.pass(20, old);
  await announce(world, "2.0.0");
  await world.pass(40, fresh);
  await world.pass(40, ({ seq, scheduledAt }) => ((seq + scheduledAt / 1000) % 3 === 0 ? old() : fresh()));
  await world.pass(35, fresh);
  await world.pass(35, () => null);
  await world.pass(30, fresh);
  await world.pass(25, broken);
  await world.pass(45, fresh);
  await world.pass(20, () => ({ says: "3.0.0" }));
  await world.pass(400, fresh);
  await announce(world, "4.0.0");
  await world.pass(5, fresh);
}

describe("answers that rest", () => {
  it("change nothing that people are told, nor when", async () => {
    const told = async (rests: boolean) => {
      const world = await openWorld(undefined, { rests });
      try {
        await playStory(world);
        const [environment] = await world.db.prisma.environment.findMany();
        const notices = await world.notices();
        const states = await world.db.prisma.deployEvent.findMany({
          where: { type: "state" },
          orderBy: [{ at: "asc" }, { seq: "asc" }],
        });
        return {
          notices: notices.map(({ at, type, tone, summary }) => ({ at, type, tone, summary })),
          health: [environment?.health, environment?.servedVersion],
          spans: await world.db.prisma.healthSpan.findMany({
            select: { health: true, startedAt: true, endedAt: true },
            orderBy: { startedAt: "asc" },
          }),
          states: states.map(({ at, data }) => [at, (data as { state?: string }).state]),
          folded: await world.db.prisma.rolloutSlice.aggregate({ _sum: { expected: true, previous: true } }),
        };
      } finally {
        await world.close();
      }
    };
    const [judged, rested] = await Promise.all([told(false), told(true)]);
    expect(judged.notices.length).toBeGreaterThan(6);
    expect(rested).toEqual(judged);
  });
});

describe("restAnswers", () => {
  let world: World;
  let monitor: { id: string; environmentId: string };
  beforeEach(async () => {
    world = await openWorld();
    monitor = await world.addMonitor({ regions: ["eu"] });
    // Just after what rests would have been folded, so that for minutes nothing is folded for that reason.
    const fold = { monitorId: monitor.environmentId, region: "", everyMs: 300_000 };
    world.advance(nextDueAt(fold, world.now()) - world.now());
    await world.pass(30, old);
  });
  afterEach(() => world.close());

  const monitorKey = () => ({ monitorId: monitor.id, environmentId: monitor.environmentId });
  const part = (answer: object = old()) => world.part({ ...monitorKey(), ...answer });
  const rest = (...parts: ReturnType<typeof part>[]) => restAnswers(world.judge, parts);
  const health = () => world.db.prisma.monitorHealth.findUniqueOrThrow({ where: { monitorId: monitor.id } });
  const lastAt = async () =>
    ((await health()).verdict as { regions: { lastAt: number }[] }).regions[0]?.lastAt;
  const answersFolded = async () => {
    const { state } = await health();
    const { regions } = (state as { health: { regions: Record<string, { recent: { at: number }[] }> } })
      .health;
    return regions.eu?.recent.map(({ at }) => at);
  };
  const lookAt = async () => (await world.db.prisma.environment.findFirstOrThrow()).lookAt?.getTime();
  const isResting = async () =>
    (await world.db.prisma.environment.count({ where: { restingSince: { not: null } } })) > 0;

  it("stores an answer once, and whoever judges next has folded it", async () => {
    world.advance(5_000);
    const [restedAt, before] = [world.now(), await lastAt()];
    expect(await rest(part())).toEqual([{ stored: 1, duplicate: 0 }]);
    expect(await rest(part())).toEqual([{ stored: 0, duplicate: 1 }]);
    expect(await lastAt()).toBe(before);
    world.advance(5_000);
    await world.report([{ ...monitorKey(), says: null, status: 503 }]);
    expect(await answersFolded()).toEqual(expect.arrayContaining([restedAt, world.now()]));
    expect(await isResting()).toBe(false);
  });

  it("keeps a monitor fresh without a judgement, but for one every five minutes", async () => {
    const sweeps: { at: number; looked: number; judged: number }[] = [];
    for (let i = 0; i < 100; i++) {
      world.advance(8_500);
      const restedAt = world.now();
      await rest(part());
      world.advance(1_500);
      const { looked, judged, changes } = await judgeDue(world.judge);
      if (looked + judged === 0) continue;
      sweeps.push({ at: world.now(), looked, judged });
      expect(changes).toEqual([]);
      if (judged > 0) expect(await lastAt()).toBe(restedAt);
      else {
        expect(await lookAt()).toBeGreaterThan(world.now());
        expect(await lookAt()).toBeLessThanOrEqual(restedAt + 21_001);
      }
    }
    expect(sweeps.length).toBeGreaterThan(30);
    const folds = sweeps.filter(({ looked, judged }) => looked === 0 && judged === 1);
    const others = sweeps.filter(({ looked, judged }) => looked === 1 && judged === 0);
    expect(folds.length + others.length).toBe(sweeps.length);
    const gaps = folds.slice(1).map(({ at }, i) => (at - (folds[i]?.at ?? 0)) / 1000);
    expect(gaps.length).toBeGreaterThan(1);
    // A fold waits for the next look, and there is one every twenty seconds.
    for (const gap of gaps) expect(Math.abs(gap - 300)).toBeLessThanOrEqual(30);
  });

  it("lets a silence be seen when it would be seen without a rest", async () => {
    world.advance(5_000);
    await rest(part());
    world.advance(16_500);
    expect(await judgeDue(world.judge)).toMatchObject({ looked: 1, judged: 0 });
    world.advance(4_500);
    expect(await judgeDue(world.judge)).toMatchObject({ looked: 0, judged: 0 });
    world.advance(1);
    expect(await judgeDue(world.judge)).toMatchObject({ judged: 1, changes: [{ state: "no_data" }] });
  });

  it("leaves to the next sweep what somebody else holds", async () => {
    world.advance(5_000);
    await rest(part());
    world.advance(16_500);
    const nothing = { looked: 0, judged: 0 };
    await inTransaction(world.db, async (tx) => {
      await lockEnvironment(tx, world.workspaceId, monitor.environmentId);
      expect(await judgeDue(world.judge)).toMatchObject(nothing);
    });
    expect(await judgeDue(world.judge)).toMatchObject({ ...nothing, looked: 1 });
  });

  it("judges where it cannot look, and tells why", async () => {
    world.advance(5_000);
    await rest(part());
    world.advance(16_500);
    await world.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no looks today'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON environment FOR EACH ROW WHEN (NEW.look_at IS NOT NULL)
      EXECUTE FUNCTION refuse()`);
    const { failedLooks, ...swept } = await judgeDue(world.judge);
    expect(swept).toEqual({ looked: 0, judged: 1, changes: [], failed: [] });
    expect(String(failedLooks)).toContain("no looks today");
  });

  it("goes on looking where a monitor was deleted", async () => {
    const other = await world.addMonitor({ regions: ["eu"] });
    await world.pass(30, old);
    await inTransaction(world.db, async (tx) => {
      await tx.monitor.update({ where: { id: other.id }, data: { deletedAt: world.clock() } });
      await wakeJudge(tx, monitor.environmentId, world.clock());
    });
    expect(await judgeDue(world.judge)).toMatchObject({ judged: 1 });
    const sweeps = [];
    for (let i = 0; i < 8; i++) {
      world.advance(10_000);
      await rest(part());
      const { looked, judged } = await judgeDue(world.judge);
      if (looked + judged > 0) sweeps.push([looked, judged]);
    }
    expect(sweeps.length).toBeGreaterThan(1);
    expect(sweeps).toEqual(sweeps.map(() => [1, 0]));
  });

  it("folds in time also where a release without looks has come back", async () => {
    world.advance(10_000);
    await rest(part());
    world.advance(12_000);
    expect(await judgeDue(world.judge)).toMatchObject({ looked: 1, judged: 0 });
    await world.db.prisma.environment.updateMany({ data: { lookAt: null } });
    world.advance(300_000);
    expect(await judgeDue(world.judge)).toMatchObject({ judged: 1, changes: [{ state: "no_data" }] });
  });

  it("leaves to the judge what somebody has asked it to look at", async () => {
    world.advance(5_000);
    await rest(part());
    await inTransaction(world.db, (tx) => wakeJudge(tx, monitor.environmentId, world.clock()));
    expect(await judgeDue(world.judge)).toMatchObject({ looked: 0, judged: 1, changes: [] });
    expect(await isResting()).toBe(false);
  });

  it("leaves to the judge what is not as it was", async () => {
    world.advance(5_000);
    const stranger = { ...part(), workspaceId: "ws_other" };
    expect(await rest(part({ says: "9.9.9" }), stranger)).toEqual([null, null]);
    await inTransaction(world.db, async (tx) => {
      await lockEnvironment(tx, world.workspaceId, monitor.environmentId);
      expect(await rest(part())).toEqual([null]);
    });
    await announce(world, "2.0.0");
    expect(await rest(part())).toEqual([null]);
  });

  it("leaves to the judge what may end an incident", async () => {
    await world.pass(30, broken);
    expect(await world.incidents()).toHaveLength(1);
    expect(await rest(part())).toEqual([null]);
  });
});
