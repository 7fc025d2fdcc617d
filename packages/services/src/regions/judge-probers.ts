/**
 * Tells each workspace once when regions it probes from are lost, and once when they are back. What to tell is
 * decided by `advanceProbeOutage`; here the outage is locked, decided on again and written with its notices in one
 * transaction, so that a second judge or a restart finds it told.
 */
import { type Database, inTransaction, newId, type Tx } from "@rollcall/db";
import {
  advanceProbeOutage,
  type LostRegion,
  type ProbeOutage,
  type RegionPresence,
} from "@rollcall/domain/regions";
import { notifyWorkspace } from "../audit.ts";
import { writeOutbox } from "../delivery/write-outbox.ts";
import { probeOutageNotice } from "./probe-outage-notice.ts";
import { readPresences } from "./read-presences.ts";

/** `since`: from when this judge has looked without a break; `baseUrl` is the root of the links in notices. */
export type JudgeProbersDeps = { db: Database; now: () => Date; baseUrl: string; since?: Date };

/** What was told of to one workspace. */
export type ProbeOutageTold = { workspaceId: string; type: "lost" | "back"; regions: string[] };

/**
 * Compares how the regions stand with what was told, for every workspace; nothing is written while nothing changes.
 * Throws what went wrong for some workspaces after the others were told.
 */
export async function judgeProbers(deps: JudgeProbersDeps): Promise<ProbeOutageTold[]> {
  const { db } = deps;
  const now = deps.now();
  const presences = await readPresences(db.prisma, now, deps.since);
  const open = await db.prisma.probeOutage.findMany({ where: { endedAt: null } });
  const isAnyLost = presences.some(({ state }) => state === "silent" || state === "offline");
  if (open.length === 0 && !isAnyLost) return [];
  const told: ProbeOutageTold[] = [];
  const failures: unknown[] = [];
  for (const reach of await readReach(db, open)) {
    const known = open.find(({ workspaceId }) => workspaceId === reach.workspaceId);
    const own = presences.filter(isWithin(reach));
    const { changes } = advanceProbeOutage(toOutage(known), own, now.getTime(), () => "");
    if (changes.length === 0) continue;
    try {
      told.push(...(await inTransaction(db, (tx) => tellWorkspace(tx, deps, reach))));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Some workspaces could not be told.");
  return told;
}

/** A workspace, and the regions that each of its monitors names; a monitor that names none is probed from all. */
type Reach = { workspaceId: string; wishes: string[][] };

function isWithin({ wishes }: Reach): (presence: RegionPresence) => boolean {
  return ({ region }) => wishes.some((wish) => wish.length === 0 || wish.includes(region));
}

/** The reach of every workspace with monitors, and of every one that was told. */
async function readReach(db: Database, told: { workspaceId: string }[]): Promise<Reach[]> {
  const rows = await db.prisma.$queryRaw<{ workspaceId: string; regions: string[] }[]>`
    SELECT DISTINCT workspace_id AS "workspaceId", regions FROM monitor WHERE deleted_at IS NULL AND enabled`;
  const reaches = new Map<string, Reach>();
  for (const { workspaceId } of [...rows, ...told]) reaches.set(workspaceId, { workspaceId, wishes: [] });
  for (const { workspaceId, regions } of rows) reaches.get(workspaceId)?.wishes.push(regions);
  return [...reaches.values()];
}

async function tellWorkspace(tx: Tx, deps: JudgeProbersDeps, reach: Reach): Promise<ProbeOutageTold[]> {
  const { workspaceId } = reach;
  const current = await lockOutage(tx, workspaceId);
  const now = deps.now();
  const own = (await readPresences(tx, now, deps.since)).filter(isWithin(reach));
  const { next, changes } = advanceProbeOutage(current, own, now.getTime(), () => newId("pro"));
  if (next === null || changes.length === 0) return [];
  if (!(await writeOutage(tx, workspaceId, { current, next }, now))) return [];
  const scene = { outageId: next.id, baseUrl: deps.baseUrl, now: now.getTime() };
  const about = { workspaceId, environmentId: null, incidentId: null, probeOutageId: next.id };
  for (const change of changes)
    await writeOutbox(tx, { ...about, channelId: null, notice: probeOutageNotice(change, scene) }, now);
  await notifyWorkspace(tx, workspaceId);
  return changes.map(({ type, regions }) => ({
    workspaceId,
    type,
    regions: regions.map(({ region }) => region),
  }));
}

async function lockOutage(tx: Tx, workspaceId: string): Promise<ProbeOutage | null> {
  const [row] = await tx.$queryRaw<{ id: string; regions: unknown }[]>`
    SELECT id, regions FROM probe_outage WHERE workspace_id = ${workspaceId} AND ended_at IS NULL FOR UPDATE`;
  return toOutage(row);
}

/** False when another judge has begun the outage meanwhile: it tells. */
async function writeOutage(
  tx: Tx,
  workspaceId: string,
  { current, next }: { current: ProbeOutage | null; next: ProbeOutage },
  now: Date,
): Promise<boolean> {
  const { id, regions } = next;
  const endedAt = regions.length === 0 ? now : null;
  if (current !== null) {
    await tx.probeOutage.update({ where: { id }, data: { regions, endedAt } });
    return true;
  }
  const data = { id, workspaceId, regions, startedAt: now };
  const { count } = await tx.probeOutage.createMany({ data: [data], skipDuplicates: true });
  return count === 1;
}

/** Only this verb writes the column, so its shape is ours. */
function toOutage(row: { id: string; regions: unknown } | undefined): ProbeOutage | null {
  return row === undefined ? null : { id: row.id, regions: row.regions as LostRegion[] };
}
