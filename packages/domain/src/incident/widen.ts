/** What else is down while an incident is open. */
import { addTold, wasTold } from "./told.ts";
import type { IncidentAdvance, IncidentScene, IncidentSnapshot, Trouble } from "./types.ts";

/** Monitors that are down as well as what is spoken of: where many fail together, each is no alarm of its own. */
export function othersDown(troubles: readonly Trouble[], lead: Pick<Trouble, "key"> | null): Trouble[] {
  return troubles.filter(
    ({ key, kind, monitorId }) => kind === "outage" && monitorId !== null && key !== lead?.key,
  );
}

/**
 * Notes the monitors that went down since anything was told. What is told to all at this moment names them; otherwise they
 * are a change of their own. In a silence or a snooze they wait for what is told at its end.
 */
export function widen(
  advance: IncidentAdvance,
  troubles: readonly Trouble[],
  { silence = null }: IncidentScene,
): IncidentAdvance {
  const { next, changes } = advance;
  if (next === null || next.told.length === 0) return advance;
  const news = othersDown(troubles, null).filter((trouble) => !wasTold(next, trouble));
  const isNamed = changes.some(({ type, tell }) => tell && type !== "unanswered");
  const isQuiet = silence !== null || next.snoozedUntil !== null;
  if (news.length === 0 || (isQuiet && !isNamed)) return advance;
  const told = news.reduce<IncidentSnapshot["told"]>(
    (known, trouble) => addTold({ ...next, told: known }, trouble),
    next.told,
  );
  return {
    next: { ...next, told },
    changes: isNamed ? changes : [...changes, { type: "widened", tell: true, troubles: news }],
  };
}
