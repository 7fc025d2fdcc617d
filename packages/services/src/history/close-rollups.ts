/** Adds observations up: minutes from what was observed, hours from minutes, days from hours. */
import {
  addUpMinutes,
  addUpMinutesOf,
  addUpSpan,
  addUpSpanOf,
  closeAfterMs,
  type Database,
  inTransaction,
  lockRollupProgress,
  moveRollupProgress,
  placesOf,
  type RollupProgress,
  type Tx,
  takeLateAnswers,
} from "@rollcall/db";
import { rollupSpanMs } from "@rollcall/domain/history";

/** How many whole spans were added up, and how many monitors' minutes anew because their answers came late. */
export type ClosedRollups = { minutes: number; hours: number; days: number; late: number };

/** Minutes are added up so many at a time, so that a scheduler that was away for days does not lock for minutes. */
const minutesAtOnce = 60;
const lateAtOnce = 5_000;

/**
 * Adds up what is complete and not added up yet. May be repeated, interrupted and run twice at once: every span is
 * written whole, with the progress, in a transaction of its own. For `keptDays` observations and minutes are all there:
 * what came later than that stays out, as the others of its minute may be gone.
 */
export async function closeRollups(
  deps: { db: Database; now: () => Date },
  keptDays: number,
): Promise<ClosedRollups> {
  const closed: ClosedRollups = { minutes: 0, hours: 0, days: 0, late: 0 };
  const now = deps.now();
  const oldest = now.getTime() - keptDays * rollupSpanMs.day;
  const turn = (step: (tx: Tx, progress: RollupProgress) => Promise<number>) =>
    inTransaction(deps.db, async (tx) => step(tx, await lockRollupProgress(tx, now)));
  const untilDone = async (step: (tx: Tx, progress: RollupProgress) => Promise<number>) => {
    let sum = 0;
    for (let done = await turn(step); done > 0; done = await turn(step)) sum += done;
    return sum;
  };
  closed.minutes = await untilDone((tx, progress) => closeMinutes(tx, progress, now.getTime(), oldest));
  closed.late = await untilDone((tx, progress) => mendLate(tx, progress, oldest));
  closed.hours = await untilDone((tx, progress) => closeSpan(tx, "hour", progress.hour, progress.minute));
  closed.days = await untilDone((tx, progress) => closeSpan(tx, "day", progress.day, progress.hour));
  return closed;
}

async function closeMinutes(tx: Tx, progress: RollupProgress, now: number, oldest: number): Promise<number> {
  const { minute } = rollupSpanMs;
  const from = Math.max(progress.minute, Math.ceil(oldest / minute) * minute);
  const complete = Math.floor((now - closeAfterMs) / minute) * minute;
  // Within one UTC hour, and so within one partition.
  const hourEnd = Math.floor(from / rollupSpanMs.hour) * rollupSpanMs.hour + minutesAtOnce * minute;
  const until = Math.min(complete, hourEnd);
  if (until <= from) return 0;
  await addUpMinutes(tx, { from: new Date(from), until: new Date(until) });
  await moveRollupProgress(tx, "minute", new Date(until));
  return (until - from) / minute;
}

async function closeSpan(tx: Tx, span: "hour" | "day", from: number, finerUntil: number): Promise<number> {
  const until = from + rollupSpanMs[span];
  if (until > finerUntil) return 0;
  await addUpSpan(tx, span, { from: new Date(from), until: new Date(until) });
  await moveRollupProgress(tx, span, new Date(until));
  return 1;
}

/** What is not added up yet needs no mending: it is counted with the rest. */
async function mendLate(tx: Tx, progress: RollupProgress, oldest: number): Promise<number> {
  const taken = await takeLateAnswers(tx, lateAtOnce);
  const within = taken.filter(({ at }) => at >= oldest);
  const before = (closedUntil: number) => within.filter(({ at }) => at < closedUntil);
  await addUpMinutesOf(tx, placesOf(before(progress.minute), "minute"));
  await addUpSpanOf(tx, "hour", placesOf(before(progress.hour), "hour"));
  await addUpSpanOf(tx, "day", placesOf(before(progress.day), "day"));
  return taken.length;
}
