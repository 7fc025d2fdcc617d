import { probeSeq } from "@rollcall/domain/due";
import { probeSpec } from "@rollcall/domain/monitor-spec";
import { itemSealContext, openItems } from "@rollcall/queue";
import { createLogger, createSealer, sealerForRegion } from "@rollcall/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceDeploy } from "../src/deploys/index.ts";
import { recordHeartbeat } from "../src/ingest/record-heartbeat.ts";
import {
  acquireLease,
  createPlanner,
  type PlannedBatch,
  readKnownRegions,
  releaseLease,
  renewLease,
} from "../src/scheduling/index.ts";
import { openWorld, type World } from "./world.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const planner = (ownRegions = ["eu"]) =>
  createPlanner({
    db: world.db,
    sealer: createSealer(secret),
    secret,
    log,
    ownRegions,
    burstProbesMax: () => 600,
  });
const items = ({ batches }: { batches: PlannedBatch[] }) => batches.flatMap(({ batch }) => batch.items);

describe("the lease", () => {
  const ttlMs = 60_000;
  it("has one holder, who may take it again, and passes on with a higher token", async () => {
    const first = await acquireLease(world.db, "scheduler", "a", ttlMs);
    expect(first).not.toBeNull();
    expect(await acquireLease(world.db, "scheduler", "b", ttlMs)).toBeNull();
    expect(await renewLease(world.db, first!, ttlMs)).toBe(true);
    await releaseLease(world.db, first!);
    expect(await renewLease(world.db, first!, ttlMs)).toBe(false);
    const second = await acquireLease(world.db, "scheduler", "b", ttlMs);
    expect(second!.token).toBeGreaterThan(first!.token);
    expect(await renewLease(world.db, first!, ttlMs)).toBe(false);
    expect(await renewLease(world.db, second!, ttlMs)).toBe(true);
  });

  it("is free when it was given back, even before its end", async () => {
    const first = await acquireLease(world.db, "scheduler", "a", ttlMs);
    await releaseLease(world.db, first!);
    await world.db.pool.query("UPDATE lease SET expires_at = now() + interval '1 minute'");
    expect(await acquireLease(world.db, "scheduler", "b", ttlMs)).not.toBeNull();
  });

  it("is taken over when its holder is silent for too long", async () => {
    const first = await acquireLease(world.db, "scheduler", "a", -1);
    const second = await acquireLease(world.db, "scheduler", "b", ttlMs);
    expect(second).not.toBeNull();
    expect(await renewLease(world.db, first!, ttlMs)).toBe(false);
  });

  it("stays with a holder that was late while nobody else wanted it", async () => {
    const lease = await acquireLease(world.db, "scheduler", "a", -1);
    expect(await renewLease(world.db, lease!, ttlMs)).toBe(true);
    expect(await acquireLease(world.db, "scheduler", "b", ttlMs)).toBeNull();
  });

  it("goes to exactly one of many that want it at once", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `holder ${i}`);
    const leases = await Promise.all(names.map((name) => acquireLease(world.db, "race", name, ttlMs)));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  });
});

describe("the planner", () => {
  it("probes a new monitor with the very next plan, once, from its regions", async () => {
    const plan = planner(["eu", "us"]);
    await plan.plan(world.clock());
    world.advance(1000);
    const { id } = await world.addMonitor({ regions: [], intervalSeconds: 3600 });
    const first = await plan.plan(world.clock());
    expect(items(first).map((item) => [item.monitorId, item.seq])).toEqual([
      [id, probeSeq.first],
      [id, probeSeq.first],
    ]);
    expect(first.batches.map(({ batch }) => batch.region)).toEqual(["eu", "us"]);
    world.advance(1000);
    expect(items(await plan.plan(world.clock()))).toEqual([]);
  });

  it("probes an edited or resumed monitor at once, and a renamed one not", async () => {
    const { id } = await world.addMonitor({ intervalSeconds: 3600 });
    world.advance(60_000);
    const plan = planner();
    await plan.plan(world.clock());
    const change = async (data: object) => {
      world.advance(1000);
      await world.db.prisma.monitor.update({ where: { id }, data: { ...data, updatedAt: world.clock() } });
      return items(await plan.plan(world.clock())).map((item) => item.seq);
    };
    expect(await change({ name: "other" })).toEqual([]);
    expect(await change({ url: "http://127.0.0.1:9/b", configVersion: 2 })).toEqual([probeSeq.first]);
    expect(await change({ enabled: false })).toEqual([]);
    expect(await change({ enabled: true })).toEqual([probeSeq.first]);
    expect(await change({ deletedAt: world.clock() })).toEqual([]);
  });

  it("does not probe everything at once when a new leader starts", async () => {
    for (let i = 0; i < 5; i++) await world.addMonitor({ intervalSeconds: 3600 });
    world.advance(3_600_000);
    expect(items(await planner().plan(world.clock())).map((item) => item.seq)).not.toContain(probeSeq.first);
  });

  it("covers seconds it was late for, and never replays what is long gone", async () => {
    await world.addMonitor({ intervalSeconds: 10 });
    world.advance(60_000);
    const plan = planner();
    const seen: number[] = [];
    const run = async () => {
      seen.push(...items(await plan.plan(world.clock())).map((item) => item.scheduledAt));
    };
    // The first plan covers its own second only; what is late is late from there on.
    await run();
    seen.length = 0;
    for (let second = 0; second < 20; second += 2) {
      world.advance(2000);
      await run();
    }
    expect(seen).toHaveLength(2);
    world.advance(600_000);
    expect((await plan.plan(world.clock())).skippedSeconds).toBe(597);
    world.advance(1000);
    expect((await plan.plan(world.clock())).skippedSeconds).toBe(0);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("goes on at once when the clock was set back by an hour, and plans no second twice when by a second", async () => {
    await world.addMonitor({ intervalSeconds: 1 });
    const plan = planner();
    const count = async () => items(await plan.plan(world.clock())).length;
    await count();
    world.advance(-1000);
    expect(await count()).toBe(0);
    world.advance(-3_600_000);
    expect(await count()).toBeGreaterThan(0);
  });

  it("confirms a failure where it was asked to", async () => {
    const { id } = await world.addMonitor({ regions: ["eu", "us"], intervalSeconds: 3600 });
    world.advance(60_000);
    const plan = planner(["eu", "us"]);
    await plan.plan(world.clock());
    plan.confirm(id, ["us"]);
    plan.confirm(id, ["eu", "us"]);
    world.advance(1000);
    const { batches } = await plan.plan(world.clock());
    expect(batches.map(({ batch }) => [batch.region, ...batch.items.map((item) => item.seq)])).toEqual([
      ["eu", probeSeq.confirm],
      ["us", probeSeq.confirm],
    ]);
  });

  it("packs a second into as few batches of two hundred as hold it, each opened by its region's key alone", async () => {
    const { id } = await world.addMonitor({ intervalSeconds: 1 });
    await world.db.pool.query(
      `INSERT INTO monitor SELECT (jsonb_populate_record(m, jsonb_build_object('id', m.id || i))).*
       FROM monitor m, generate_series(1, 200) i WHERE m.id = $1`,
      [id],
    );
    const { batches } = await planner().plan(world.clock());
    expect(items({ batches }).filter(({ seq }) => seq === probeSeq.first)).toHaveLength(201);
    expect(batches.map(({ batch }) => batch.items.length)).toEqual([134, 134, 134]);
    for (const { at, batch } of batches) {
      expect([at, batch.secondAt]).toEqual([world.now(), world.now()]);
      const offsets = new Set(batch.items.map(({ scheduledAt }) => scheduledAt - at));
      expect([...offsets].sort((a, b) => a - b)).toEqual([0, 200, 400, 600, 800]);
    }
    expect(batches[0]!.batch.expiresAt).toBe(world.now() + 10_000);
    const [item, other] = batches[0]!.batch.items;
    const { sealedSpec } = item!;
    const context = itemSealContext(item!);
    const opened = sealerForRegion(secret, "eu").open(sealedSpec, context);
    expect(probeSpec.parse(JSON.parse(opened)).url).toBe("http://127.0.0.1:9/");
    expect(() => sealerForRegion(secret, "us").open(sealedSpec, context)).toThrow();
    expect(() => sealerForRegion(secret, "eu").open(sealedSpec, itemSealContext(other!))).toThrow();
    expect(() => createSealer(secret).open(sealedSpec, context)).toThrow();
  });

  it("packs what an older prober does not know apart: it would refuse the others with it", async () => {
    const monitor = await world.addMonitor({ origin: "10.0.0.7", intervalSeconds: 3600 });
    const { deploy } = await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0" });
    const page = { monitorId: monitor.id, region: "eu", everyMs: 2000 };
    const plan = {
      version: 9,
      mode: "watching",
      count: 5,
      everyMs: 2000,
      compareCache: true,
      assets: [page],
    };
    await world.db.prisma.deploy.update({ where: { id: deploy.id }, data: { plan } });
    const { plan: next } = planner();
    await next(world.clock());
    world.advance(2000);
    const { batches } = await next(world.clock());
    const variants = batches.map(({ batch }) =>
      [...new Set(batch.items.map(({ variant }) => variant))].sort(),
    );
    expect(variants.filter((batch) => batch.length > 1)).toEqual([
      ["busted", "plain"],
      ["assets", "origin"],
    ]);
    expect(new Set(batches.map(({ jobId }) => jobId)).size).toBe(batches.length);
  });

  it("gives a prober whose clock is ahead as long as any other", async () => {
    await world.addMonitor({ regions: ["eu", "us"], intervalSeconds: 3600 });
    const sentAt = world.now() + 30_000;
    await recordHeartbeat(
      { db: world.db, now: world.clock },
      { region: "us", workerId: "w", version: "0.1.0", startedAt: sentAt, sentAt },
    );
    const { batches } = await planner(["eu"]).plan(world.clock());
    expect(batches.map(({ batch }) => [batch.region, batch.expiresAt - world.now()])).toEqual([
      ["eu", 10_000],
      ["us", 40_000],
    ]);
  });

  it("seals a batch together where every prober opens that, what may hold a secret once more by itself", async () => {
    const plain = await world.addMonitor({ intervalSeconds: 1 });
    const secretive = await world.addMonitor({ intervalSeconds: 1, url: "http://127.0.0.1:9/?key=4711" });
    const beat = (workerId: string, more = {}) =>
      recordHeartbeat(
        { db: world.db, now: world.clock },
        { region: "eu", workerId, version: "0.1.0", startedAt: 0, sentAt: world.now(), ...more },
      );
    const nextBatch = async () => (await planner().plan(world.clock())).batches[0]?.batch;
    const sealer = sealerForRegion(secret, "eu");

    await beat("new", { opensSealedItems: true });
    const together = await nextBatch();
    expect(together).toMatchObject({ items: [], sealedItems: expect.stringMatching(/^s1\./) });
    const opened = await openItems(sealer, together!);
    const itemOf = ({ id }: { id: string }) => opened.find(({ monitorId }) => monitorId === id);
    expect(itemOf(plain)).toMatchObject({ spec: expect.stringContaining("http://127.0.0.1:9/") });
    expect(JSON.stringify(opened)).not.toContain("4711");
    const item = itemOf(secretive)!;
    const sealedSpec = "spec" in item ? "" : item.sealedSpec;
    expect(sealer.open(sealedSpec, itemSealContext(item))).toContain("?key=4711");

    await beat("old");
    expect((await nextBatch())?.items.map(({ sealedSpec }) => sealedSpec.slice(0, 3))).toContain("s1.");
    world.advance(20_000);
    await beat("new", { opensSealedItems: true });
    world.advance(15_000);
    expect(await nextBatch()).toMatchObject({ items: [] });
  });

  it("names batches by second and region, so that two leaders offer the same jobs", async () => {
    await world.addMonitor({ regions: [], intervalSeconds: 3600 });
    const names = async () =>
      (await planner(["eu", "us"]).plan(world.clock())).batches.map((planned) => planned.jobId);
    expect(await names()).toEqual(await names());
  });
});

describe("regions", () => {
  const beat = (region: string, sentAt: number, workerId = `w-${region}`) =>
    recordHeartbeat(
      { db: world.db, now: world.clock },
      { region, workerId, version: "0.1.0", startedAt: sentAt, sentAt },
    );

  it("are alive for half a minute after a beat, and expected until they are forgotten", async () => {
    await beat("eu", world.now());
    world.advance(20_000);
    await beat("us", world.now());
    world.advance(20_000);
    expect(await readKnownRegions(world.db.prisma, world.clock())).toEqual({
      expected: ["eu", "us"],
      alive: ["us"],
      aheadMs: {},
      egressAddresses: {},
    });
    world.advance(15 * 60_000 - 30_000);
    expect(await readKnownRegions(world.db.prisma, world.clock())).toMatchObject({
      expected: ["us"],
      alive: [],
    });
  });

  it("do not pile up probers that came and went", async () => {
    for (let n = 0; n < 30; n++) {
      await beat("eu", world.now(), `w-${n}`);
      world.advance(60_000);
    }
    const workers = await world.db.prisma.regionWorker.findMany({ orderBy: { heardAt: "asc" } });
    expect(workers).toHaveLength(20);
    expect(workers[0]?.workerId).toBe("w-10");
    expect(await readKnownRegions(world.db.prisma, world.clock())).toMatchObject({ expected: ["eu"] });
  });

  it("are not turned back by a beat that comes late, nor kept alive by a clock that is ahead", async () => {
    await beat("eu", world.now());
    await beat("eu", world.now() - 3_600_000);
    await beat("us", world.now() + 3_600_000);
    expect((await readKnownRegions(world.db.prisma, world.clock())).alive).toEqual(["eu", "us"]);
    world.advance(31_000);
    expect((await readKnownRegions(world.db.prisma, world.clock())).alive).toEqual([]);
  });
});
