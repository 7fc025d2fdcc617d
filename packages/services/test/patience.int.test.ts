import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acknowledgeIncident, readIncident } from "../src/incidents/index.ts";
import { openTelling, type Telling } from "./telling.ts";
import { broken, old, openWorld, type World } from "./world.ts";

let world: World;
let telling: Telling;
let second: string;
beforeEach(async () => {
  world = await openWorld();
  const monitor = await world.addMonitor();
  telling = openTelling(world, monitor.environmentId);
  await telling.addChannel();
  second = await telling.addChannel({ name: "second" });
  await world.db.prisma.channel.update({ where: { id: second }, data: { escalateAfterMinutes: 5 } });
  await world.db.prisma.workspace.update({
    where: { id: world.workspaceId },
    data: { remindCriticalMinutes: 15 },
  });
  await world.pass(12, old);
  await world.pass(30, broken);
});
afterEach(() => world.close());

/** Channels by name, for every problem in turn. */
async function toldOfProblems(): Promise<string[][]> {
  await telling.fanOut();
  const rows = await world.db.prisma.outbox.findMany({
    where: { notice: { path: ["tone"], equals: "problem" } },
    include: { deliveries: { include: { channel: true } } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ deliveries }) => deliveries.map(({ channel }) => channel.name).sort());
}
const incidentId = async () => (await world.incidents())[0]!.id;

describe("a problem that nobody acknowledges", { timeout: 120_000 }, () => {
  it("is told to the second channel after its wait, and both are reminded", async () => {
    expect(await toldOfProblems()).toEqual([["ops"]]);
    await world.pass(320, broken);
    expect(await toldOfProblems()).toEqual([["ops"], ["second"]]);
    await world.pass(600, broken);
    expect(await toldOfProblems()).toEqual([["ops"], ["second"], ["ops", "second"]]);
    const summaries = (await world.notices()).map(({ summary }) => summary);
    expect(summaries[1]).toMatch(/^Nobody has acknowledged this for 5 min: /);
    expect(summaries[2]).toMatch(/^Reminder after 15 min: /);
    const { timeline } = await readIncident(world.context(), await incidentId());
    expect(timeline.filter(({ type }) => type === "note").map(({ text }) => text)).toEqual([
      "Nobody has acknowledged it for 5 min: those who wait for that are told.",
      "Reminder: it goes on, and nobody has acknowledged it.",
    ]);
  });

  it("is left to whoever acknowledges it in time", async () => {
    expect(await toldOfProblems()).toEqual([["ops"]]);
    await acknowledgeIncident(world.context(), await incidentId());
    await world.pass(1000, broken);
    expect(await toldOfProblems()).toEqual([["ops"]]);
  });
});
