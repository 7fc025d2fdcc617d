/** Adds observations up: minutes from what was observed, hours from minutes, days from hours. */
import {
  addUpMinutes,
  addUpMinutesOf,
  addUpNext,
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
import { type RollupSpan, rollupSpanMs } from "@rollcall/domain/history";

/** How many whole spans were added up, and how many monitors' minutes anew because their answers came late. */
export type ClosedRollups = { minutes: number; hours: number; days: number; late: number };

/** What a transaction adds up at most, so that it is over in seconds however long nobody did and however many there are. */
const minutesAtOnce = 10;
const monitorsAtOnce = 1_000;
const lateAtOnce = 5_000;

type Step<T> = (tx: Tx, progress: RollupProgress) => Promise<T>;
/** Does a step in a transaction of its own, in which nobody else adds up. */
type Turn = <T>(step: Step<T>) => Promise<T>;

/**
 * Adds up what is complete and not added up yet. May be repeated, interrupted and run twice at once: every span is
 * written whole before the progress moves on. For `keptDays` observations and minutes are all there:
 * what came later than that stays out, as the others of its minute may be gone.
 */
export async function closeRollups(
  deps: { db: Database; now: () => Date },
  keptDays: number,
): Promise<ClosedRollups> {
  const closed: ClosedRollups = { minutes: 0, hours: 0, days: 0, late: 0 };
  const now = deps.now();
  const oldest = now.getTime() - keptDays * rollupSpanMs.day;
  const turn: Turn = (step) =>
    inTransaction(deps.db, async (tx) => step(tx, await lockRollupProgress(tx, now)));
  const untilDone = async (step: Step<number>) => {
    let sum = 0;
    for (let done = await turn(step); done > 0; done = await turn(step)) sum += done;
    return sum;
  };
  closed.minutes = await untilDone((tx, progress) => closeMinutes(tx, progress, now.getTime(), oldest));
  closed.late = await untilDone((tx, progress) => mendLate(tx, progress, oldest));
  closed.hours = await closeSpans(turn, "hour");
  closed.days = await closeSpans(turn, "day");
  return closed;
}

async function closeMinutes(tx: Tx, progress: RollupProgress, now: number, oldest: number): Promise<number> {
  const { minute } = rollupSpanMs;
  const from = Math.max(progress.minute, Math.ceil(oldest / minute) * minute);
  const complete = Math.floor((now - closeAfterMs) / minute) * minute;
  // Never over midnight, and so within one partition.
  const lengthMs = minutesAtOnce * minute;
  const until = Math.min(complete, (Math.floor(from / lengthMs) + 1) * lengthMs);
  if (until <= from) return 0;
  await addUpMinutes(tx, { from: new Date(from), until: new Date(until) });
  await moveRollupProgress(tx, "minute", new Date(until));
  return (until - from) / minute;
}

/** Adds up every hour or day that is complete, a few monitors at a time. Somebody else may do the same in between. */
async function closeSpans(turn: Turn, span: "hour" | "day"): Promise<number> {
  const finer = span === "hour" ? "minute" : "hour";
  let at: number | null = null;
  let after = "";
  let closed = 0;
  const step: Step<boolean> = async (tx, progress) => {
    if (at !== progress[span]) after = "";
    at = progress[span];
    const until = at + rollupSpanMs[span];
    if (until > progress[finer]) return false;
    const last = await addUpNext(tx, span, new Date(at), { after, limit: monitorsAtOnce });
    if (last === null) {
      await moveRollupProgress(tx, span, new Date(until));
      closed += 1;
    } else after = last;
    return true;
  };
  while (await turn(step));
  return closed;
}

/**
 * What is not complete yet needs no mending: it is counted with the rest. What is complete may be half added up by
 * somebody else, so it is mended as if it were.
 */
async function mendLate(tx: Tx, progress: RollupProgress, oldest: number): Promise<number> {
  const taken = await takeLateAnswers(tx, lateAtOnce);
  const within = taken.filter(({ at }) => at >= oldest);
  const complete = (until: number, span: RollupSpan) => {
    const end = Math.floor(until / rollupSpanMs[span]) * rollupSpanMs[span];
    return placesOf(
      within.filter(({ at }) => at < end),
      span,
    );
  };
  await addUpMinutesOf(tx, complete(progress.minute, "minute"));
  await addUpSpanOf(tx, "hour", complete(progress.minute, "hour"));
  await addUpSpanOf(tx, "day", complete(progress.hour, "day"));
  return taken.length;
}
