import { inTransaction } from "@rollcall/db";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import { judgeDue, restAnswers } from "../src/ingest/index.ts";
import { lockEnvironment } from "../src/lock-environment.ts";
import { broken, fresh, old, openWorld, type World } from "./world.ts";

const regions = ["eu", "us"];
const announce = (world: World, version: string) =>
  announceDeploy(world.context(), { service: "checkout-api", version, soakSeconds: 5 });

/** Calm before and after a bad pod, silence, an outage, a version that nobody announced, and a rollout. */
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
  await world.pass(40, fresh);
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
    await world.pass(30, old);
  });
  afterEach(() => world.close());

  const part = (answer: object = old()) =>
    world.part({ monitorId: monitor.id, environmentId: monitor.environmentId, ...answer });
  const rest = (...parts: ReturnType<typeof part>[]) => restAnswers(world.judge, parts);
  const lastAt = async () => {
    const { verdict } = await world.db.prisma.monitorHealth.findUniqueOrThrow({
      where: { monitorId: monitor.id },
    });
    return (verdict as { regions: { lastAt: number }[] }).regions[0]?.lastAt;
  };

  it("stores an answer once, and whoever judges next has folded it", async () => {
    world.advance(5_000);
    const [restedAt, before] = [world.now(), await lastAt()];
    expect(await rest(part())).toEqual([{ stored: 1, duplicate: 0 }]);
    expect(await rest(part())).toEqual([{ stored: 0, duplicate: 1 }]);
    expect(await lastAt()).toBe(before);
    // Later than the last judged answer alone would be fresh, and in time for the one that rests.
    world.advance((before ?? 0) + 21_500 - world.now());
    expect(await judgeDue(world.judge)).toMatchObject({ judged: 1, changes: [] });
    expect(await lastAt()).toBe(restedAt);
    expect(await world.db.prisma.environment.count({ where: { restingSince: { not: null } } })).toBe(0);
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
