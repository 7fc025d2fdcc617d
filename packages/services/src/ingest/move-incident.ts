/** Moves the incident of an environment on: what its row becomes, what stands on its timeline, whom it concerns. */
import { newId, type Prisma, type Tx } from "@rollcall/db";
import { type Cause, type Instant, incidentKind, incidentState, severity } from "@rollcall/domain/glossary";
import {
  advanceIncident,
  calmMs,
  describeFlap,
  type Flap,
  flap,
  type IncidentAdvance,
  type IncidentChange,
  type IncidentSnapshot,
  nextWake,
  type Patience,
  type Silence,
  steady,
  type Trouble,
} from "@rollcall/domain/incident";
import type { TimelineEntry } from "@rollcall/domain/wire";
import { formatDuration, formatMoment, listNames } from "@rollcall/domain/words";
import { notifyIncident } from "../incidents/notify-incident.ts";
import { writeTimelineEntry } from "../incidents/timeline.ts";
import type { LoadedEnvironment } from "./load-environment.ts";
import { readPatience } from "./read-patience.ts";

/** The incident before and after. `subject` is the trouble it is about now, `null` when it is over; `troubles` are all. */
export type IncidentMove = IncidentAdvance & {
  before: Prisma.IncidentModel | null;
  troubles: Trouble[];
  subject: Trouble | null;
  silence: Silence | null;
  patience: Patience | null;
};

/** Decides, writes nothing. Trouble that somebody has closed by hand opens no incident until it begins anew. */
export async function moveIncident(
  tx: Tx,
  environment: LoadedEnvironment,
  troubles: Trouble[],
  carriedBy: string | null,
  now: Instant,
): Promise<IncidentMove> {
  const before = environment.incident;
  const open =
    before === null && troubles.length > 0 ? await dropClosedByHand(tx, environment, troubles) : troubles;
  const { silence } = environment;
  const patience = before === null && open.length === 0 ? null : await readPatience(tx, environment);
  const flapBefore = before === null && open.length > 0 ? await readFlapBefore(tx, environment) : null;
  const scene = { now, newId: () => newId("inc"), carriedBy, silence, patience, flapBefore };
  const advance = advanceIncident(before && toSnapshot(before), open, scene);
  const troubled = advance.changes.findLast((change) => "trouble" in change);
  return { ...advance, before, troubles: open, subject: troubled?.trouble ?? null, silence, patience };
}

async function readFlapBefore(tx: Tx, { row }: LoadedEnvironment): Promise<Flap | null> {
  const { workspaceId, id: environmentId } = row;
  const last = await tx.incident.findFirst({
    where: { workspaceId, environmentId },
    orderBy: { openedAt: "desc" },
  });
  return flap.safeParse(last?.flap).data ?? null;
}

/** Only the judge writes these columns, so their shapes are ours. */
function toSnapshot(row: Prisma.IncidentModel): IncidentSnapshot {
  return {
    id: row.id,
    state: incidentState.parse(row.state),
    kind: incidentKind.parse(row.kind),
    severity: severity.parse(row.severity),
    title: row.title,
    openedAt: row.openedAt.getTime(),
    snoozedUntil: row.snoozedUntil?.getTime() ?? null,
    withheld: row.withheld,
    alarmedAt: (row.alarmedAt ?? row.openedAt).getTime(),
    toldAt: (row.toldAt ?? row.openedAt).getTime(),
    escalatedMinutes: row.escalatedMinutes,
    deployId: row.deployId,
    causes: row.causes as unknown as Cause[],
    flap: flap.safeParse(row.flap).data ?? steady,
    told: row.told as unknown as IncidentSnapshot["told"],
  };
}

/** What the incident that was closed last was about, and has not ended since, is known and not wanted. */
async function dropClosedByHand(
  tx: Tx,
  environment: LoadedEnvironment,
  troubles: Trouble[],
): Promise<Trouble[]> {
  const { workspaceId, id: environmentId } = environment.row;
  const closed = await tx.incident.findFirst({
    where: { workspaceId, environmentId, entries: { some: { type: "resolved", actor: { not: null } } } },
    orderBy: { resolvedAt: "desc" },
  });
  if (closed === null) return troubles;
  const closedAt = closed.resolvedAt?.getTime() ?? 0;
  const { told } = toSnapshot(closed);
  const isSame = ({ key, kind, deployId, monitorId }: Trouble) =>
    told.some((known) => known.key === key && known.kind === kind) ||
    (deployId !== null && deployId === closed.deployId) ||
    (monitorId !== null && monitorId === closed.monitorId);
  return troubles.filter((trouble) => trouble.since > closedAt || !isSame(trouble));
}

/** Writes the incident's row and timeline; does nothing when nothing changed. */
export async function writeIncident(
  tx: Tx,
  environment: LoadedEnvironment,
  move: IncidentMove,
  now: Date,
): Promise<void> {
  const { before, next, changes, subject } = move;
  if (next === null) return;
  const wake = nextWake(next, { ...move, now: now.getTime() });
  const nextJudgeAt = wake === null ? null : new Date(wake);
  const isWakeNew = before?.nextJudgeAt?.getTime() !== nextJudgeAt?.getTime();
  if (before !== null && changes.length === 0 && !isWakeNew && !hasOtherFacts(before, next)) return;
  const { workspaceId, id: environmentId } = environment.row;
  const columns = {
    state: next.state,
    kind: next.kind,
    severity: next.severity,
    title: next.title,
    deployId: next.deployId,
    causes: next.causes,
    told: next.told,
    flap: next.flap,
    withheld: next.withheld,
    alarmedAt: new Date(next.alarmedAt),
    toldAt: new Date(next.toldAt),
    escalatedMinutes: next.escalatedMinutes,
    nextJudgeAt,
    snoozedUntil: next.snoozedUntil === null ? null : new Date(next.snoozedUntil),
    ...(next.state === "open" && { acknowledgedAt: null, acknowledgedBy: null }),
    resolvedAt: next.state === "resolved" ? now : null,
    ...(subject !== null && { impact: subject.impact, monitorId: subject.monitorId }),
  };
  const incident =
    before === null
      ? await tx.incident.create({
          data: {
            id: next.id,
            workspaceId,
            environmentId,
            impact: "",
            openedAt: new Date(next.openedAt),
            ...columns,
          },
        })
      : await tx.incident.update({ where: { id: next.id }, data: columns });
  for (const change of changes) {
    const line = { workspaceId, incidentId: next.id, at: now };
    await writeTimelineEntry(tx, { ...line, ...timelineLine(change, environment) });
    if (change.type === "opened" && next.flap.since !== null)
      await writeTimelineEntry(tx, { ...line, type: "note", text: describeFlap(next.flap) });
    if (!change.tell && change.type !== "carried" && change.type !== "returned")
      await writeTimelineEntry(tx, { ...line, type: "not_told", text: whyNotTold(move) });
  }
  if (changes.length > 0) await notifyIncident(tx, incident, now);
}

function hasOtherFacts(before: Prisma.IncidentModel, next: IncidentSnapshot): boolean {
  const facts = ({
    title,
    deployId,
    causes,
    told,
    flap,
  }: Pick<IncidentSnapshot, "title" | "deployId" | "causes" | "told" | "flap">) =>
    JSON.stringify([title, deployId, causes.map((cause) => cause.code), told, flap]);
  return facts(toSnapshot(before)) !== facts(next);
}

/** Why a change of an incident stays on its timeline. */
export function whyNotTold({ before, silence, changes }: IncidentMove): string {
  if (changes.some(({ type }) => type === "resolved"))
    return "Nobody is told: nobody had been told of the problem.";
  if (silence !== null) return `Nobody is told: ${silence.says}.`;
  if (changes.some(({ type }) => type === "returned")) return `Nobody is told: ${flapWords}.`;
  if (before?.state === "acknowledged") return "Nobody is told: somebody has acknowledged this incident.";
  if (before?.snoozedUntil)
    return `Nobody is told: snoozed until ${formatMoment(before.snoozedUntil.getTime())}.`;
  if (changes.some(({ type }) => type === "escalated"))
    return "Nobody is told again: it was as bad a short while ago, and that was told.";
  return "Nobody is told again: exactly this was told before.";
}

const flapWords = `it comes and goes, and is over when it was calm for ${formatDuration(calmMs)}`;

function timelineLine(
  change: IncidentChange,
  { openDeploys }: LoadedEnvironment,
): { type: TimelineEntry["type"]; text: string } {
  switch (change.type) {
    case "opened":
      return { type: "opened", text: `${change.trouble.title}. ${change.trouble.impact}` };
    case "changed":
      return { type: "changed", text: `${change.trouble.title}. ${change.trouble.impact}` };
    case "escalated":
      return { type: "escalated", text: `Now critical: ${change.trouble.title}. ${change.trouble.impact}` };
    case "woke":
      return {
        type: "note",
        text: `Still wrong, and not to be kept quiet any more: ${change.trouble.title}.`,
      };
    case "widened":
      return { type: "changed", text: `Also: ${listNames(change.troubles.map(({ title }) => title))}.` };
    case "unanswered":
      return {
        type: "note",
        text: `Nobody has acknowledged it for ${change.afterMinutes} min: those who wait for that are told.`,
      };
    case "returned":
      return {
        type: "not_told",
        text: `Wrong again: ${change.trouble.title}. Nobody is told: ${flapWords}.`,
      };
    case "reminded":
      return { type: "note", text: "Reminder: it goes on, and nobody has acknowledged it." };
    case "carried": {
      const { version = "A newer deploy" } = openDeploys.find(({ id }) => id === change.to) ?? {};
      const text = `${version} was announced instead. The incident stays open until it is live; the causes found before were those of the deploy it replaced.`;
      return { type: "note", text };
    }
    case "resolved":
      return { type: "resolved", text: `Over after ${formatDuration(change.durationMs)}.` };
  }
}
