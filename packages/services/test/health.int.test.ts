import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordHeartbeat } from "../src/ingest/index.ts";
import type { PlannedProbe } from "../src/scheduling/plan-tick.ts";
import { broken, old, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const regions = ["eu", "us", "ap"];
/** `null`: the region's probers are silent. */
type Standing = "well" | "failing" | null;

/** Lets minutes pass with each region as it stands, its probers beating unless they are silent. */
async function pass(seconds: number, standings: Record<string, Standing>) {
  for (const region of Object.keys(standings).filter((name) => standings[name] !== null)) {
    const sentAt = world.now();
    await recordHeartbeat(world.judge, {
      region,
      workerId: "w",
      version: "0.1.0",
      startedAt: sentAt,
      sentAt,
    });
  }
  const answer = ({ region }: PlannedProbe) => {
    const standing = standings[region] ?? null;
    return standing === null ? null : standing === "well" ? old() : broken();
  };
  await world.pass(seconds, answer);
}
const allAre = (standing: Standing) => Object.fromEntries(regions.map((region) => [region, standing]));
const incidents = async () =>
  (await world.incidents()).map(({ kind, severity, state }) => `${kind} ${severity} ${state}`);

describe("one bad region", { timeout: 120_000 }, () => {
  it("is an advisory that names it, an alert once it has lasted ten minutes, and its end follows", async () => {
    const monitor = await world.addMonitor({ regions, intervalSeconds: 60 });
    const health = () =>
      world.db.prisma.monitorHealth.findUniqueOrThrow({ where: { monitorId: monitor.id } });
    await pass(60, allAre("well"));
    await pass(9 * 60, { ...allAre("well"), eu: "failing" });
    expect((await health()).health).toBe("advisory");
    expect((await health()).verdict).toMatchObject({
      sentence: expect.stringMatching(/^eu has failed for \d min/),
    });
    expect(await incidents()).toEqual([]);
    await pass(4 * 60, { ...allAre("well"), eu: "failing" });
    expect(await incidents()).toEqual(["outage warning open"]);
    await pass(150, allAre("well"));
    expect(await incidents()).toEqual(["outage warning resolved"]);
    expect(await world.noticeTypes()).toEqual(["health.advisory", "health.recovered"]);
  });
});

describe("an outage", { timeout: 120_000 }, () => {
  it("is not over because its probers fall silent; it ends, once, when good answers return", async () => {
    await world.addMonitor({ regions, intervalSeconds: 10 });
    await pass(30, allAre("well"));
    await pass(40, allAre("failing"));
    expect(await incidents()).toEqual(["outage critical open"]);
    await pass(120, allAre(null));
    expect(await incidents()).toEqual(["outage critical open"]);
    await pass(40, allAre("well"));
    expect(await incidents()).toEqual(["outage critical resolved"]);
    expect(await world.noticeTypes()).toEqual(["health.down", "health.recovered"]);
  });

  it("is not made of what a prober that was cut off delivers late, which is kept all the same", async () => {
    const { id: monitorId, environmentId } = await world.addMonitor({ regions: ["eu"], intervalSeconds: 10 });
    const answer = { monitorId, environmentId, region: "eu" };
    const verdict = () => world.db.prisma.monitorHealth.findUniqueOrThrow({ where: { monitorId } });
    await pass(30, { eu: "well" });
    await pass(300, { eu: null });
    await pass(10, { eu: "well" });
    const before = await verdict();
    await world.report([{ ...answer, ...broken() }]);
    const late = [200, 190, 180].map((ago) => ({
      ...answer,
      ...broken(),
      scheduledAt: world.now() - ago * 1000,
    }));
    const [result] = await world.report(late, world.now() - 180_000);
    expect(result).toMatchObject({ folded: 3, changes: [] });
    await pass(10, { eu: "well" });
    expect(before.health).toBe("up");
    expect((await verdict()).health).toBe("up");
    expect(await world.noticeTypes()).toEqual([]);
  });

  it("that takes another monitor along is noted in the same incident, told where notes are not once that is what is left, and over once", async () => {
    const { id } = await world.addMonitor({ intervalSeconds: 10 });
    const other = await world.addMonitor({ intervalSeconds: 10 });
    await world.pass(30, old);
    await world.pass(40, ({ monitor }) => (monitor.id === id ? broken() : old()));
    await world.pass(40, broken);
    // Ten minutes in which nothing happens are left out.
    await world.db.prisma.incident.updateMany({ data: { toldAt: new Date(world.now() - 600_000) } });
    await world.pass(40, ({ monitor }) => (monitor.id === other.id ? broken() : old()));
    await world.pass(40, old);
    expect(await incidents()).toEqual(["outage critical resolved"]);
    const [down, widened, left, ...end] = await world.notices();
    expect(down).toMatchObject({ type: "health.down", monitorId: id });
    expect(widened).toMatchObject({ tone: "note", summary: "Also failing: checkout-api health." });
    expect(left).toMatchObject({ type: "health.down", tone: "problem", monitorId: other.id });
    expect(end).toMatchObject([{ type: "health.recovered" }]);
    const entries = await world.db.prisma.incidentEntry.findMany({ where: { type: "changed" } });
    expect(entries.map(({ text }) => text)).toEqual([
      "Also: checkout-api production: checkout-api health is down.",
      expect.stringMatching(/^checkout-api production: checkout-api health is down\./),
    ]);
  });

  it("is told by the regions that are left when the others are silent", async () => {
    await world.addMonitor({ regions, intervalSeconds: 10 });
    await pass(30, allAre("well"));
    await pass(60, { ...allAre("well"), ap: null });
    await pass(60, { ...allAre("failing"), ap: null });
    expect(await incidents()).toEqual(["outage critical open"]);
  });
});
