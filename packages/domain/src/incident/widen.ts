/** What else is down while an incident is open. */
import { addTold, wasTold } from "./told.ts";
import type { IncidentAdvance, IncidentScene, Told, Trouble } from "./types.ts";

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
  const down = othersDown(troubles, null);
  const isNamed = changes.some(({ type, tell }) => tell && type !== "unanswered");
  if (isNamed) {
    const told = down.reduce((known, trouble) => addTold({ told: known }, trouble), next.told);
    return { next: { ...next, told }, changes };
  }
  const news = down.filter((trouble) => !wasTold(next, trouble));
  if (news.length === 0 || silence !== null || next.snoozedUntil !== null) return advance;
  const noted = news.map(({ key, kind, severity }): Told => ({ key, kind, severity, isNoted: true }));
  return {
    next: { ...next, told: [...next.told, ...noted] },
    changes: [...changes, { type: "widened", tell: true, troubles: news }],
  };
}
