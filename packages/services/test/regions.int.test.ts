import { readObservations } from "@rollcall/db";
import type { Outcome } from "@rollcall/domain/observation";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fanOutOutbox } from "../src/delivery/index.ts";
import { announceDeploy, readDeploy } from "../src/deploys/index.ts";
import { recordHeartbeat } from "../src/ingest/index.ts";
import { judgeProbers, keepRegions, listRegions, removeRegion } from "../src/regions/index.ts";
import { broken, fresh, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const all = ["eu", "us", "ap"];
const minute = 60_000;

type Beat = { skewMs?: number; wayMs?: number; egressAddresses?: string[] };
const beat = (region: string, { skewMs = 0, wayMs = 0, egressAddresses }: Beat = {}) => {
  const sentAt = world.now() - wayMs + skewMs;
  const prober = { region, workerId: "w", version: "0.1.0", startedAt: sentAt, egressAddresses };
  return recordHeartbeat(world.judge, { ...prober, sentAt });
};
const judge = () => judgeProbers({ ...world.judge, since: undefined });

/** Lets time pass with beats from these regions every five seconds, and the judge looking as often. */
async function pass(ms: number, beating: string[]) {
  for (let passed = 0; passed < ms; passed += 5000) {
    world.advance(5000);
    for (const region of beating) await beat(region);
    await judge();
  }
}
const outages = () => world.db.prisma.probeOutage.findMany({ orderBy: { startedAt: "asc" } });
const told = async () =>
  (await world.notices()).map(({ type, regions }) => [type, ...regions.map((r) => r.region)]);

describe("a region whose probers fall silent", () => {
  it("is told once, the others go on, and its return is told once", async () => {
    const monitor = await world.addMonitor({ regions: [] });
    await pass(2 * minute, all);
    await pass(5 * minute, ["us", "ap"]);
    expect(await told()).toEqual([["probe_outage.detected", "eu"]]);
    const [notice] = await world.notices();
    expect(notice).toMatchObject({ tone: "problem", severity: "warning", service: "" });
    expect(notice?.impact).toContain("the other 2 regions go on");

    const { id: monitorId, environmentId } = monitor;
    const answer = { monitorId, environmentId, ...broken() };
    for (const region of ["us", "ap"])
      await world.report([0, 1].map((seq) => ({ ...answer, region, seq, says: null })));
    expect((await world.incidents()).map(({ kind, state }) => [kind, state])).toEqual([["outage", "open"]]);

    await pass(3 * minute, all);
    expect(await told()).toContainEqual(["probe_outage.recovered", "eu"]);
    expect((await told()).filter(([type]) => type === "probe_outage.recovered")).toHaveLength(1);
    expect(await outages()).toMatchObject([{ regions: [], endedAt: expect.any(Date) }]);
  });

  it("is one message where every region is silent, and one when they return", async () => {
    await world.addMonitor({ regions: [] });
    await pass(2 * minute, all);
    await pass(4 * minute, []);
    await pass(3 * minute, all);
    expect(await told()).toEqual([
      ["probe_outage.detected", "ap", "eu", "us"],
      ["probe_outage.recovered", "ap", "eu", "us"],
    ]);
    expect((await world.notices())[0]?.impact).toContain("Nothing is being checked");
  });

  it("is told to nobody for a restart or an upgrade of a minute", async () => {
    await world.addMonitor({ regions: [] });
    await pass(minute, all);
    await pass(75_000, ["us", "ap"]);
    await pass(2 * minute, all);
    expect(await told()).toEqual([]);
  });

  it("concerns only workspaces that are probed from there", async () => {
    await world.addMonitor({ regions: ["us"] });
    await pass(2 * minute, all);
    await pass(3 * minute, ["us", "ap"]);
    expect(await outages()).toEqual([]);
  });

  it("is told once though several judges look at the same instant, and again after a restart", async () => {
    await world.addMonitor({ regions: [] });
    for (const region of all) await beat(region);
    world.advance(2 * minute);
    await beat("us");
    const [first, second, third] = await Promise.all([judge(), judge(), judge()]);
    expect([...(first ?? []), ...(second ?? []), ...(third ?? [])]).toHaveLength(1);
    expect(await judge()).toEqual([]);
    expect(await told()).toEqual([["probe_outage.detected", "ap", "eu"]]);
  });

  it("leaves nothing half told when the transaction fails", async () => {
    await world.addMonitor({ regions: [] });
    await beat("eu");
    world.advance(2 * minute);
    const refuse = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$";
    await world.db.prisma.$executeRawUnsafe(refuse);
    await world.db.prisma.$executeRawUnsafe(
      "CREATE TRIGGER refuse BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION refuse()",
    );
    await expect(judge()).rejects.toThrow();
    expect(await outages()).toEqual([]);
    await world.db.prisma.$executeRawUnsafe("DROP TRIGGER refuse ON outbox");
    await judge();
    expect(await told()).toEqual([["probe_outage.detected", "eu"]]);
  });

  it("says nothing when the operator took the region away in time, and ends what was told", async () => {
    await world.addMonitor({ regions: [] });
    await pass(minute, all);
    expect(await removeRegion(world.judge, "eu")).toBe("still_heard");
    await pass(40_000, ["us", "ap"]);
    expect(await removeRegion(world.judge, "eu")).toBe("removed");
    expect(await removeRegion(world.judge, "eu")).toBe("unknown");
    await pass(4 * minute, ["ap"]);
    expect(await told()).toEqual([["probe_outage.detected", "us"]]);
    await removeRegion(world.judge, "us");
    await judge();
    expect(await told()).toEqual([
      ["probe_outage.detected", "us"],
      ["probe_outage.recovered", "us"],
    ]);
    expect((await world.notices()).at(-1)?.regions[0]?.state).toBe("taken away");
  });

  it("says nothing of regions that one machine no longer serves", async () => {
    await world.addMonitor({ regions: [] });
    await pass(minute, all);
    expect(await keepRegions(world.judge, ["ap", "us"])).toBe(1);
    await pass(4 * minute, ["ap", "us"]);
    expect(await told()).toEqual([]);
  });

  it("is held against nobody while Rollcall itself was away", async () => {
    await world.addMonitor({ regions: [] });
    await pass(minute, all);
    world.advance(10 * minute);
    const since = world.clock();
    world.advance(minute);
    expect(await judgeProbers({ ...world.judge, since })).toEqual([]);
    expect(await judge()).toHaveLength(1);
  });

  it("reaches every channel that takes warnings, and its return those that were told", async () => {
    await world.addMonitor({ regions: [] });
    const channelId = await world.addChannel();
    await world.addChannel({ minSeverity: "critical" });
    await pass(2 * minute, all);
    const deliver = async () => {
      await fanOutOutbox(world.judge);
      const deliveries = await world.db.prisma.delivery.findMany({ where: { state: "pending" } });
      for (const delivery of deliveries)
        await world.db.prisma.delivery.update({ where: { id: delivery.id }, data: { state: "sent" } });
      return deliveries.map((delivery) => delivery.channelId);
    };
    await pass(3 * minute, ["us"]);
    expect(await deliver()).toEqual([channelId]);
    await pass(3 * minute, all);
    expect(await deliver()).toEqual([channelId]);
  });
});

describe("a region without a connection of its own", () => {
  const offline: Outcome = { kind: "observer_offline" };

  it("holds nothing against a service, and is told as what it is", async () => {
    const monitor = await world.addMonitor({ regions: ["eu", "us"] });
    const { id: monitorId, environmentId } = monitor;
    const report = (region: string, answer: object) =>
      world.report([{ monitorId, environmentId, region, ...answer }]);
    await pass(minute, ["eu", "us"]);
    for (const region of ["eu", "us"]) await report(region, fresh());
    for (let passed = 0; passed < 3; passed++) {
      await pass(minute, ["eu", "us"]);
      await report("eu", { outcome: offline });
      await report("us", fresh());
      // What a prober kept on disk while it was cut off tells how it was then.
      const then = { scheduledAt: world.now() - minute + passed, outcome: offline };
      await world.report([{ monitorId, environmentId, region: "us", ...then }], world.now() - minute);
      await world.sweep();
    }
    expect(await world.incidents()).toEqual([]);
    expect(await told()).toEqual([["probe_outage.detected", "eu"]]);
    expect((await world.notices())[0]?.summary).toContain("eu has had no connection of its own since");
    expect((await listRegions(world.context())).map((row) => [row.region, row.state])).toEqual([
      ["eu", "offline"],
      ["us", "present"],
    ]);
    await report("eu", fresh());
    await pass(2 * minute, ["eu", "us"]);
    expect((await told()).at(-1)).toEqual(["probe_outage.recovered", "eu"]);
  });
});

describe("a prober's clock", () => {
  it("is measured from its heartbeats whatever the queue adds, and warned of once", async () => {
    expect(await beat("eu", { skewMs: 8000, wayMs: 900 })).toEqual({ skewMs: 7100, isWarned: true });
    world.advance(5000);
    expect(await beat("eu", { skewMs: 8000, wayMs: 10 })).toEqual({ skewMs: 7990, isWarned: false });
    world.advance(5000);
    expect(await beat("eu", { skewMs: 8000, wayMs: 2000 })).toEqual({ skewMs: 7990, isWarned: false });
    expect((await listRegions(world.context()))[0]?.workers[0]).toMatchObject({ clockSkewMs: 7990 });
  });

  it("that is behind neither silences its region nor moves what it saw", async () => {
    const { id: monitorId, environmentId } = await world.addMonitor();
    await beat("eu", { skewMs: -120_000 });
    expect((await listRegions(world.context()))[0]).toMatchObject({ alive: true, state: "returning" });
    const startedAt = world.now() - 120_000 + 40;
    const answer = { monitorId, environmentId, startedAt, finishedAt: startedAt + 20 };
    await world.report([answer]);
    const { workspaceId } = world.context();
    const to = world.now() + 1;
    const { observations } = await readObservations(world.db, {
      ...{ workspaceId, environmentId, from: to - 60_000, to, limit: 2 },
    });
    expect(observations.map((one) => one.startedAt - one.scheduledAt)).toEqual([40]);
  });
});

describe("where a prober's connections come from", () => {
  it("is listed with it and named to whoever refuses its probes", async () => {
    const { id: monitorId, environmentId } = await world.addMonitor();
    await beat("eu", { egressAddresses: ["203.0.113.7", "2001:db8::/56"] });
    expect((await listRegions(world.context()))[0]?.workers[0]).toMatchObject({
      egressAddresses: ["203.0.113.7", "2001:db8::/56"],
    });
    const { deploy } = await announceDeploy(world.context(), { service: "checkout-api", version: "2.0.0" });
    world.advance(1000);
    const refused = { monitorId, environmentId, says: null, status: 403 };
    await world.report(Array.from({ length: 8 }, (_, seq) => ({ ...refused, seq: 10 + seq })));
    const { reason, causes } = await readDeploy(world.context(), deploy.id);
    expect(reason).toBe("blocked");
    expect(causes[0]?.next[0]).toContain("203.0.113.7 and 2001:db8::/56");
  });
});
