/** What happens to a told problem that nobody acknowledges: others are told, and everybody is reminded. */
import type { Instant } from "../glossary.ts";
import type { IncidentAdvance, IncidentScene, IncidentSnapshot, Patience, Trouble } from "./types.ts";

const minuteMs = 60_000;

/** True when nobody has acknowledged or snoozed it. */
export function isAwake({ state, snoozedUntil }: Pick<IncidentSnapshot, "state" | "snoozedUntil">): boolean {
  return state === "open" && snoozedUntil === null;
}

/** What is due at `now` for a trouble that goes on. Escalating comes first and is a reminder for nobody else. */
export function losePatience(
  open: IncidentSnapshot,
  trouble: Trouble,
  { now, silence = null, patience = null }: IncidentScene,
): IncidentAdvance {
  const still: IncidentAdvance = { next: open, changes: [] };
  if (silence !== null || patience === null || !isImpatient(open)) return still;
  const waited = now - open.alarmedAt;
  const afterMinutes = Math.max(...nextWaits(open, patience).filter((wait) => wait * minuteMs <= waited));
  if (afterMinutes > open.escalatedMinutes)
    return {
      next: { ...open, escalatedMinutes: afterMinutes },
      changes: [{ type: "unanswered", tell: true, trouble, afterMinutes }],
    };
  const remindAt = nextReminder(open, patience);
  if (remindAt === null || now < remindAt) return still;
  return { next: { ...open, toldAt: now }, changes: [{ type: "reminded", tell: true, trouble }] };
}

/** When `losePatience` has something to do next; `null`: never, as things stand. */
export function endOfPatience(open: IncidentSnapshot, patience: Patience): Instant | null {
  if (!isImpatient(open)) return null;
  const remindAt = nextReminder(open, patience);
  const escalateAt = nextWaits(open, patience).map((wait) => open.alarmedAt + wait * minuteMs);
  const times = remindAt === null ? escalateAt : [...escalateAt, remindAt];
  return times.length === 0 ? null : Math.min(...times);
}

function isImpatient(open: IncidentSnapshot): boolean {
  return isAwake(open) && open.told.length > 0;
}

function nextWaits({ escalatedMinutes }: IncidentSnapshot, { escalateAfterMinutes }: Patience): number[] {
  return escalateAfterMinutes.filter((wait) => wait > escalatedMinutes);
}

function nextReminder(
  { severity, toldAt }: IncidentSnapshot,
  { remindEveryMinutes }: Patience,
): Instant | null {
  const every = remindEveryMinutes[severity];
  return every === null ? null : toldAt + every * minuteMs;
}
