/** What comes and goes is told once: when it begins for the third time within an hour, the incident stays open. */
import { z } from "zod";
import type { Instant } from "../glossary.ts";
import { formatDuration } from "../words/index.ts";
import type { IncidentSnapshot } from "./types.ts";

/** So often within so long a trouble begins before it flaps; and so long it must be calm before it is over. */
const flapBegins = 3;
const flapWithinMs = 60 * 60_000;
export const calmMs = 30 * 60_000;
/** What rises within so long after it fell is told only if it is still critical then. */
export const backUpMs = 10 * 60_000;
/** More says nothing new. */
const begunMax = 50;

export const flap = z.object({
  /** When troubles began within the last hour, by their keys, oldest first; kept over incidents. */
  begun: z.array(z.object({ key: z.string(), at: z.number() })),
  /** Since when it flaps; it ends after a calm stretch only. */
  since: z.number().nullable(),
  /** Since when nothing is wrong, while it flaps. */
  calmSince: z.number().nullable(),
  /** When it fell from critical, until a critical is told after that. */
  fellAt: z.number().nullable(),
});
export type Flap = z.infer<typeof flap>;

export const steady: Flap = { begun: [], since: null, calmSince: null, fellAt: null };

/** One more beginning of what `key` names. Once it flaps it does until it ends. */
export function beginAgain(before: Flap, key: string, now: Instant): Flap {
  const recent = before.begun.filter(({ at }) => at > now - flapWithinMs);
  const begun = [...recent, { key, at: now }].slice(-begunMax);
  const isFlapping = begun.filter((one) => one.key === key).length >= flapBegins;
  return { ...before, begun, since: before.since ?? (isFlapping ? now : null), calmSince: null };
}

/** True when a rise at `now` says nothing that was not told a short while ago. A fall in the future is a clock's that was set back. */
export function hasJustFallen({ flap: { fellAt } }: Pick<IncidentSnapshot, "flap">, now: Instant): boolean {
  return fellAt !== null && fellAt <= now && now < fellAt + backUpMs;
}

/** When a rise that was not told is told if it stays; `null` when it never fell. */
export function endOfBackUp({ flap: { fellAt } }: Pick<IncidentSnapshot, "flap">): Instant | null {
  return fellAt === null ? null : fellAt + backUpMs;
}

/** When an incident that flaps and is calm is over; `null` for any other. */
export function endOfCalm({ flap: { since, calmSince } }: Pick<IncidentSnapshot, "flap">): Instant | null {
  return since === null || calmSince === null ? null : calmSince + calmMs;
}

/** "It has begun 3 times within 40 min: it stays open …", for people; empty for what does not flap. */
export function describeFlap({ begun, since }: Flap): string {
  const last = begun.at(-1);
  if (since === null || last === undefined) return "";
  const same = begun.filter(({ key }) => key === last.key);
  const span = formatDuration(last.at - (same[0]?.at ?? last.at));
  const often = `It has begun ${same.length} times within ${span}`;
  return `${often}: it stays open, and nothing more is told of it, until it was calm for ${formatDuration(calmMs)}.`;
}

/** Whoever takes on what has fallen takes on the lesser trouble: a rise after that is news. */
export function takeOn({ severity, flap }: Pick<IncidentSnapshot, "severity" | "flap">): Flap {
  return severity === "critical" ? flap : { ...flap, fellAt: null };
}
