/**
 * How this works and what breaks it.
 *
 * A service and environment has at most one open incident, whatever is wrong and however many judgements say so.
 * Each judgement hands in everything that is wrong *now*, and the machine compares it with the incident as it stands:
 *
 *     nothing open + trouble        → opened                told
 *     open         + worse trouble  → escalated             told; ends an acknowledgement and a snooze
 *       … that was told and fell just now → escalated       told if it is still so bad ten minutes after it fell
 *     snooze over  + any trouble    → woke                  told; ends an acknowledgement; in a silence, at its end
 *     silence over + trouble        → woke                  told if it was kept quiet, unless acknowledged or snoozed
 *     open         + other trouble  → changed               told once per trouble, unless acknowledged or snoozed
 *     open         + same trouble   → nothing               title and causes are kept fresh
 *       … and another monitor down  → widened               noted where it was told, once per monitor; alarms nobody
 *       … that is down alone later  → changed               told to all, ten minutes after anything else was told
 *       … unacknowledged for so long → unanswered           told to those who wait for that
 *       … for longer than patience   → reminded             told
 *     open         + newer deploy   → carried               not told; the causes of the deploy before are dropped
 *     open         + no trouble     → resolved              told exactly when something of it had been told
 *     flapping     + no trouble     → nothing               until it was calm for so long: then resolved
 *     flapping     + trouble again  → returned              not told
 *
 * A trouble that begins for the third time within an hour flaps: that is told with the opening, once.
 *
 * A silence (its service is muted) keeps all of it quiet but the recovery of what was told before it began.
 *
 * It holds no clock, no queue and no database, so it can be asked again with the same arguments after a restart and
 * answers the same: what was told is part of the snapshot, not of a process. Whoever calls it writes `next` and the
 * notices of `changes` in one transaction; then a restart in mid-incident neither alerts twice nor loses the recovery.
 *
 * It breaks when
 * - `told` is not stored with the snapshot: everything is told again;
 * - nobody asks again at `nextWake`: a snooze then lasts until something else is judged;
 * - a caller hands in only part of the troubles (only the monitor it has just judged): the rest looks resolved;
 * - a trouble's `key` is not stable while the trouble lasts: every judgement is then a change;
 * - a deploy that supersedes a stuck one is not named in `carriedBy`: the incident resolves and opens again, although
 *   users still get what they got before.
 */
import type { IncidentKind, Instant } from "../glossary.ts";
import { beginAgain, endOfBackUp, endOfCalm, type Flap, hasJustFallen, steady } from "./flap.ts";
import { isAwake, losePatience } from "./patience.ts";
import { isWorse, rankTroubles } from "./rank-troubles.ts";
import { addTold, endOfNote, wasOnlyNoted, wasTold } from "./told.ts";
import type { IncidentAdvance, IncidentChange, IncidentScene, IncidentSnapshot, Trouble } from "./types.ts";
import { widen } from "./widen.ts";

/** An outage is about answers, not about a deploy, so a newer deploy does not keep it open. */
const carriedKinds: ReadonlySet<IncidentKind> = new Set<IncidentKind>([
  "stuck",
  "degraded",
  "old_returned",
  "rolled_back",
  "unverifiable",
  "drift",
]);

/** Advances the one incident of a service and environment. `troubles` is everything wrong now. */
export function advanceIncident(
  current: IncidentSnapshot | null,
  troubles: readonly Trouble[],
  scene: IncidentScene,
): IncidentAdvance {
  const { carriedBy = null } = scene;
  const ranked = rankTroubles(troubles);
  const [lead] = ranked;
  const open = current === null || current.state === "resolved" ? null : current;
  if (lead !== undefined) {
    const advance = open === null ? openIncident(lead, scene) : updateIncident(open, lead, scene);
    return widen(advance, ranked, scene);
  }
  if (open === null) return { next: null, changes: [] };
  if (carriedBy !== null && carriedKinds.has(open.kind)) {
    return carryIncident(open, carriedBy);
  }
  const isCalmLong = scene.now >= (endOfCalm(open) ?? Number.POSITIVE_INFINITY);
  return open.flap.since === null || isCalmLong
    ? resolveIncident(open, scene.now)
    : calmIncident(open, scene);
}

function calmIncident(open: IncidentSnapshot, { now }: IncidentScene): IncidentAdvance {
  const calmSince = open.flap.calmSince ?? now;
  return { next: { ...open, flap: { ...open.flap, calmSince } }, changes: [] };
}

function openIncident(trouble: Trouble, scene: IncidentScene): IncidentAdvance {
  const incident: IncidentSnapshot = {
    id: scene.newId(),
    state: "open",
    openedAt: scene.now,
    snoozedUntil: null,
    withheld: false,
    alarmedAt: scene.now,
    toldAt: scene.now,
    escalatedMinutes: 0,
    ...describedBy(trouble),
    flap: beginAgain({ ...steady, begun: scene.flapBefore?.begun ?? [] }, trouble.key, scene.now),
    told: [],
  };
  return alarm(incident, "opened", trouble, scene);
}

/** News for whoever was left in peace until now; in a silence it waits for the end of that. */
function alarm(
  incident: IncidentSnapshot,
  type: "opened" | "escalated" | "woke",
  trouble: Trouble,
  { now, silence = null }: IncidentScene,
): IncidentAdvance {
  const tell = silence === null;
  const anew = { alarmedAt: now, toldAt: now, escalatedMinutes: 0 };
  return {
    next: {
      ...incident,
      ...(tell && anew),
      withheld: !tell,
      told: tell ? addTold(incident, trouble) : incident.told,
    },
    changes: [{ type, tell, trouble }],
  };
}

function carryIncident(open: IncidentSnapshot, deployId: string): IncidentAdvance {
  if (open.deployId === deployId) return { next: open, changes: [] };
  const change: IncidentChange = { type: "carried", tell: false, from: open.deployId, to: deployId };
  return { next: { ...open, deployId, causes: [] }, changes: [change] };
}

function updateIncident(open: IncidentSnapshot, lead: Trouble, scene: IncidentScene): IncidentAdvance {
  const { next, changes } = judgeUpdate(open, lead, scene);
  const isToldToAll = changes.some(({ type, tell }) => tell && type !== "unanswered");
  if (next === null || !isToldToAll || lead.severity !== "critical") return { next, changes };
  return { next: { ...next, flap: { ...next.flap, fellAt: null } }, changes };
}

function judgeUpdate(open: IncidentSnapshot, lead: Trouble, scene: IncidentScene): IncidentAdvance {
  const updated = { ...open, ...describedBy(lead), flap: updateFlap(open, lead, scene.now) };
  const awake = { ...updated, state: "open" as const, snoozedUntil: null };
  const isLeft = isLeftAlone(open, lead, scene);
  const isNews = isLeft || !wasTold(open, lead);
  const rises = isWorse(lead.severity, open.severity);
  if (rises && !isNews && hasJustFallen(open, scene.now))
    return { next: updated, changes: [{ type: "escalated", tell: false, trouble: lead }] };
  if (rises) return alarm(awake, "escalated", lead, scene);
  if (isStillUp(open, lead, scene) || isWaking(open, lead, scene)) return alarm(awake, "woke", lead, scene);
  const isBack = open.flap.calmSince !== null;
  if (isBack && !isNews)
    return { next: updated, changes: [{ type: "returned", tell: false, trouble: lead }] };
  if (!isBack && !isLeft && isSame(open, lead)) return losePatience(updated, lead, scene);
  const tell = isNews && isAwake(open) && (scene.silence ?? null) === null;
  const next = {
    ...updated,
    withheld: open.withheld || (isNews && !tell && open.state === "open"),
    ...(tell && { told: addTold(open, lead), toldAt: scene.now }),
  };
  return { next, changes: [{ type: "changed", tell, trouble: lead, from: open.kind }] };
}

function updateFlap({ flap, severity }: IncidentSnapshot, lead: Trouble, now: Instant): Flap {
  const begun = flap.calmSince === null ? flap : beginAgain(flap, lead.key, now);
  return isWorse(severity, lead.severity) ? { ...begun, fellAt: now } : begun;
}

/** It rose again, was not told because it had fallen just before or in a silence, and stays. */
function isStillUp(open: IncidentSnapshot, lead: Trouble, { now, silence = null }: IncidentScene): boolean {
  const isCritical = open.severity === "critical" && lead.severity === "critical";
  const isDue = now >= (endOfBackUp(open) ?? Number.POSITIVE_INFINITY);
  return isCritical && isDue && isAwake(open) && silence === null;
}

/** What was only noted beside the problem is the problem now, and not every channel has heard of it. */
function isLeftAlone(open: IncidentSnapshot, lead: Trouble, { now, silence = null }: IncidentScene): boolean {
  return wasOnlyNoted(open, lead) && now >= endOfNote(open) && isAwake(open) && silence === null;
}

function isWaking(open: IncidentSnapshot, lead: Trouble, { now, silence = null }: IncidentScene): boolean {
  if (silence !== null) return false;
  if (open.snoozedUntil !== null) return now >= open.snoozedUntil;
  return open.withheld && isAwake(open) && !wasTold(open, lead);
}

/** After an incident was carried over, the next deploy's own trouble is news, although the incident is its already. */
function isSame(open: IncidentSnapshot, lead: Trouble): boolean {
  if (lead.kind !== open.kind || lead.deployId !== open.deployId) return false;
  return lead.deployId === null || wasTold(open, lead) || lead.title === open.title;
}

function resolveIncident(open: IncidentSnapshot, now: Instant): IncidentAdvance {
  const change: IncidentChange = {
    type: "resolved",
    tell: open.told.length > 0,
    kind: open.kind,
    openedAt: open.openedAt,
    durationMs: now - open.openedAt,
  };
  return { next: { ...open, state: "resolved" }, changes: [change] };
}

function describedBy(
  trouble: Trouble,
): Pick<IncidentSnapshot, "kind" | "severity" | "title" | "deployId" | "causes"> {
  const { kind, severity, title, deployId, causes } = trouble;
  return { kind, severity, title, deployId, causes };
}
