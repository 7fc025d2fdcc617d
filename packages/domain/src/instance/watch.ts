/**
 * How this works and what breaks it.
 *
 * What an instance suffers from is judged every few seconds and remembered here, so that those who run it are told
 * of each trouble once, and once more when it is over:
 *
 *     seen for half a minute without a pause      → it has begun; sooner it may be a restart
 *     gone for two minutes without a pause        → it has ended; of one that has come back lately, for half an hour
 *     begun, and a medium was not told of it      → tell it there, together with what is about to begin
 *     told, and it has doubled, or lasts          → remind
 *     ended, and a medium was told of it          → tell the end there
 *
 * Each medium (mail, webhook) has its own record of what was told, and that grows only when the medium has taken a
 * message. So a message that is late says what is true by then, nothing ends that was not announced, and a medium that
 * is away holds back no other.
 *
 * It breaks when `told` is not stored at once after a message was taken: a restart tells it again.
 */
import type { Instant } from "../glossary.ts";
import type { InstanceFault, InstanceFaultCode } from "./types.ts";

/** A trouble that has begun; `endedAt` keeps it for a while, in case it comes back. */
export type WatchedFault = {
  code: InstanceFaultCode;
  /** When it was seen first, before it counted as begun. */
  seenAt: Instant;
  /** `null` while it may still be a restart. */
  begunAt: Instant | null;
  /** Since when it has not been seen. */
  goneAt: Instant | null;
  endedAt: Instant | null;
  /** How often it has begun, the last half hour of calm left out. */
  times: number;
};

/** What one medium was told of a trouble, last at `at`. */
export type ToldFault = { code: InstanceFaultCode; since: Instant; at: Instant; level: number };

/** All that is remembered; plain JSON. `told` by medium. */
export type Watch = { faults: WatchedFault[]; told: Record<string, ToldFault[]> };

/** What is to be told on one medium, now. */
export type WatchNews = {
  begun: InstanceFault[];
  /** Told before, and worse or still there. */
  again: InstanceFault[];
  ended: ToldFault[];
  /** What goes on beside all of that. */
  others: InstanceFaultCode[];
};

/** Nothing is wrong, and nothing was ever told. */
export const quietWatch: Watch = { faults: [], told: {} };

const confirmMs = 30_000;
const calmMs = 120_000;
/** The calm that is asked of a trouble that comes and goes, and how long one that has ended is remembered. */
const steadyMs = 1_800_000;
/** How long news waits for trouble that may be about to join it. */
const togetherMs = 60_000;
/** What grows without doubling is told so seldom. */
const growthMs = 3_600_000;
const remindMs = { essential: 4 * 3_600_000, other: 24 * 3_600_000 };

/** Takes in what is wrong at `now`. */
export function advanceWatch(watch: Watch, faults: readonly InstanceFault[], now: Instant): Watch {
  const seen = new Set(faults.map(({ code }) => code));
  const known = watch.faults.flatMap((fault) => (seen.has(fault.code) ? [] : goneFault(fault, now)));
  const present = [...seen].map((code) =>
    seenFault(
      watch.faults.find((fault) => fault.code === code),
      code,
      now,
    ),
  );
  return { ...watch, faults: [...present, ...known] };
}

function seenFault(before: WatchedFault | undefined, code: InstanceFaultCode, now: Instant): WatchedFault {
  if (before === undefined || (before.begunAt === null && before.goneAt !== null))
    return { code, seenAt: now, begunAt: null, goneAt: null, endedAt: null, times: before?.times ?? 0 };
  if (before.endedAt !== null) return { ...before, seenAt: now, begunAt: null, goneAt: null, endedAt: null };
  if (before.begunAt !== null) return { ...before, goneAt: null };
  // The clock was set back: nobody waits until it is that late again.
  if (now < before.seenAt) return { ...before, seenAt: now };
  return now - before.seenAt < confirmMs ? before : { ...before, begunAt: now, times: before.times + 1 };
}

/** One that is not seen now: it is over after a while, and forgotten after another. */
function goneFault(fault: WatchedFault, now: Instant): WatchedFault[] {
  const goneAt = fault.goneAt ?? now;
  if (now - goneAt >= steadyMs && (fault.begunAt === null || fault.endedAt !== null)) return [];
  if (fault.begunAt === null) return fault.times === 0 ? [] : [{ ...fault, goneAt }];
  const neededMs = fault.times > 1 ? steadyMs : calmMs;
  const endedAt = fault.endedAt ?? (now - goneAt >= neededMs ? now : null);
  return [{ ...fault, goneAt, endedAt }];
}

/** What `medium` has to be told; `null` when that is nothing, or waits. `faults` are those of the last advance. */
export function planNews(
  watch: Watch,
  medium: string,
  faults: readonly InstanceFault[],
  now: Instant,
): WatchNews | null {
  const told = watch.told[medium] ?? [];
  const open = watch.faults.filter(({ begunAt, endedAt }) => begunAt !== null && endedAt === null);
  const present = faults.filter(({ code }) => open.some((fault) => fault.code === code));
  const begun = present.filter(({ code }) => !told.some((known) => known.code === code));
  const again = present.filter((fault) => {
    const known = told.find(({ code }) => code === fault.code);
    return known !== undefined && isToldAgain(fault, known, now);
  });
  const ended = told.filter(({ code }) => !open.some((fault) => fault.code === code));
  if (begun.length + again.length + ended.length === 0 || isPatient(watch, begun, now)) return null;
  const isNews = (code: InstanceFaultCode) => [...begun, ...again].some((fault) => fault.code === code);
  return {
    ...{ begun, again, ended },
    others: open.flatMap(({ code }) => (isNews(code) ? [] : [code])),
  };
}

function isToldAgain({ isEssential, level = 0 }: InstanceFault, known: ToldFault, now: Instant): boolean {
  const agoMs = now - known.at;
  if (level > known.level && (level >= 2 * known.level || agoMs >= growthMs)) return true;
  return agoMs >= (isEssential ? remindMs.essential : remindMs.other);
}

/** True while another trouble may be about to begin with these, but not for long. */
function isPatient({ faults }: Watch, begun: readonly InstanceFault[], now: Instant): boolean {
  const isNear = faults.some(({ begunAt, goneAt }) => begunAt === null && goneAt === null);
  const ageMs = (code: InstanceFaultCode) =>
    now - (faults.find((fault) => fault.code === code)?.begunAt ?? now);
  return isNear && begun.every(({ code }) => ageMs(code) < togetherMs);
}

/** Notes that `medium` has taken the news; to be stored at once. */
export function recordNews(watch: Watch, medium: string, news: WatchNews, now: Instant): Watch {
  const told = watch.told[medium] ?? [];
  const fresh = [...news.begun, ...news.again];
  const kept = told.filter(({ code }) => ![...fresh, ...news.ended].some((fault) => fault.code === code));
  const toldNow = fresh.map(({ code, level = 0 }): ToldFault => {
    const since = watch.faults.find((fault) => fault.code === code)?.seenAt ?? now;
    return { code, since: told.find((known) => known.code === code)?.since ?? since, at: now, level };
  });
  return { ...watch, told: { ...watch.told, [medium]: [...kept, ...toldNow] } };
}

/** What a restart has to know. What may itself be one has to be seen anew. */
export function storedWatch({ faults, told }: Watch): Watch {
  const kept = faults.filter(({ begunAt, times }) => begunAt !== null || times > 0);
  return {
    faults: kept.map((fault) =>
      fault.begunAt === null ? { ...fault, goneAt: fault.goneAt ?? fault.seenAt } : fault,
    ),
    told,
  };
}
