/** From changes of health to what it was for how long. */
import type { HealthState, Instant } from "../glossary.ts";
import type { HealthSpan } from "../maintenance/measure-uptime.ts";

/** A health became another one. What was before stands in it too, so that the changes before it can be forgotten. */
export type HealthChange = { at: Instant; was: HealthState; health: HealthState };

/** A health that holds now, and until when it is known to: the judge looks again by then, or does not work. */
export type PresentHealth = { health: HealthState; knownUntil: Instant | null };

/** A judge that is late by more than this did not work: what was in between is not known. */
const judgeLateMs = 60_000;

/**
 * The changes that a judgement at `now` makes. Where nobody judged although it was time to, nothing is known from that
 * time on: a Rollcall that was switched off says neither that its targets were up nor that they were down.
 */
export function changesOfHealth(
  before: PresentHealth | null,
  health: HealthState,
  now: Instant,
): HealthChange[] {
  const was = before?.health ?? "unknown";
  const lostAt = before?.knownUntil ?? null;
  if (lostAt === null || now - lostAt <= judgeLateMs || !tellsOfTarget(was))
    return was === health ? [] : [{ at: now, was, health }];
  const lost: HealthChange = { at: lostAt, was, health: "no_data" };
  return health === "no_data" ? [lost] : [lost, { at: now, was: "no_data", health }];
}

function tellsOfTarget(health: HealthState): boolean {
  return health === "up" || health === "down" || health === "advisory";
}

/**
 * What health was from `from` to `until`: `changes` are those at `from` or later, the earliest first, at least up to the
 * first that is not before `until`; without one the present health holds for as long as it is known.
 */
export function healthSpans(
  changes: readonly HealthChange[],
  present: PresentHealth,
  from: Instant,
  until: Instant,
): HealthSpan[] {
  const spans: HealthSpan[] = [];
  let reached = from;
  for (const { at, was } of changes) {
    if (reached >= until) return spans;
    const end = Math.min(at, until);
    if (end > reached) spans.push({ health: was, from: reached, until: end });
    reached = Math.max(reached, end);
  }
  const end = Math.min(present.knownUntil ?? until, until);
  if (end > reached) spans.push({ health: present.health, from: reached, until: end });
  return spans;
}

/** The spans of a monitor with the maintenance of its environment laid over them. */
export function underMaintenance(
  spans: readonly HealthSpan[],
  ofEnvironment: readonly HealthSpan[],
): HealthSpan[] {
  const over = ofEnvironment.filter(({ health }) => health === "maintenance");
  return [...over.reduce((rest, { from, until }) => rest.flatMap(without(from, until)), [...spans]), ...over];
}

function without(from: Instant, until: Instant | null): (span: HealthSpan) => HealthSpan[] {
  const end = until ?? Number.POSITIVE_INFINITY;
  return (span) => {
    const spanEnd = span.until ?? Number.POSITIVE_INFINITY;
    if (spanEnd <= from || span.from >= end) return [span];
    const left = span.from < from ? [{ ...span, until: from }] : [];
    return spanEnd > end ? [...left, { ...span, from: end }] : left;
  };
}
