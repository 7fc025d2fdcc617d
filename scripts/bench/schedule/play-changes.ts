/** How soon what people change is what is probed, as the targets see it. */
import { setTimeout as pause } from "node:timers/promises";
import { createMonitor, patchMonitor } from "@rollcall/services/monitors";
import type { Stage } from "../stage/open-stage.ts";

/** The longest of many, in milliseconds from the end of the verb to the first request, or to the last one. */
export type Effects = { added: number; changed: number; paused: number };

const edits = 25;
const pauses = 300;
/** Beside those of the filled monitors. */
const firstNumber = 1_000_000;
const seenWithinMs = 5_000;

/** Adds and edits monitors of their own, and pauses some of the filled ones: their next probes must not come. */
export async function playChanges(stage: Stage, intervalSeconds: number): Promise<Effects> {
  const { context, targets } = stage;
  const urlOf = (kind: number, i: number) => targets.urlOf(firstNumber + kind * edits + i);
  const added = new Map<number, number>();
  const ids: string[] = [];
  for (let i = 0; i < edits; i++) {
    const { id } = await createMonitor(context, {
      ...{ service: `edited-${i}`, url: urlOf(0, i), intervalSeconds: 3_600 },
      version: { from: "header", name: "x-version" },
    });
    ids.push(id);
    added.set(firstNumber + i, Date.now());
  }
  await pause(seenWithinMs);
  const changed = new Map<number, number>();
  for (const [i, id] of ids.entries()) {
    await patchMonitor(context, id, { url: urlOf(1, i) });
    changed.set(firstNumber + edits + i, Date.now());
  }
  const paused = await pauseSome(stage);
  await pause(Math.max(seenWithinMs, intervalSeconds * 1000));
  const { numbers, times } = await targets.takeArrivals();
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [i, number] of numbers.entries()) {
    const at = times[i] ?? 0;
    last.set(number, at);
    if (!first.has(number)) first.set(number, at);
  }
  const longest = (done: Map<number, number>, of: Map<number, number>, missing: number) =>
    Math.max(0, ...[...done].map(([number, at]) => (of.get(number) ?? missing) - at));
  return {
    added: longest(added, first, Number.POSITIVE_INFINITY),
    changed: longest(changed, first, Number.POSITIVE_INFINITY),
    paused: longest(paused, last, Number.NEGATIVE_INFINITY),
  };
}

/** Numbers of the paused monitors, each with the instant at which it was. */
async function pauseSome({ db, context, monitorIds }: Stage): Promise<Map<number, number>> {
  const paused = new Map<number, number>();
  const chosen = monitorIds.slice(0, pauses);
  const rows = await db.prisma.monitor.findMany({
    select: { id: true, workspaceId: true },
    where: { id: { in: chosen } },
  });
  for (const { id, workspaceId } of rows) {
    await patchMonitor({ ...context, workspaceId }, id, { enabled: false });
    paused.set(monitorIds.indexOf(id), Date.now());
  }
  return paused;
}
