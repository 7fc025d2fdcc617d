/** Incidents and troubles to advance them by. */
import type { IncidentKind, Severity } from "../src/glossary.ts";
import { steady } from "../src/incident/flap.ts";
import type { IncidentSnapshot, Patience, Silence, Trouble } from "../src/incident/types.ts";

export const now = Date.UTC(2026, 10, 22, 9);
export const newId = () => "inc_new";

export function trouble(kind: IncidentKind, severity: Severity, change: Partial<Trouble> = {}): Trouble {
  const deployId = kind === "outage" ? null : "dep_a";
  return {
    key: kind === "outage" ? "monitor:mon_a" : `deploy:${deployId}`,
    kind,
    severity,
    title: `${kind} in production`,
    impact: "Users are served.",
    since: now - 1000,
    deployId,
    monitorId: null,
    causes: [],
    ...change,
  };
}

export function incident(
  kind: IncidentKind,
  severity: Severity,
  change: Partial<IncidentSnapshot> = {},
): IncidentSnapshot {
  const { key, title, deployId, causes } = trouble(kind, severity);
  return {
    id: "inc_a",
    state: "open",
    kind,
    severity,
    title,
    openedAt: now - 60_000,
    snoozedUntil: null,
    withheld: false,
    alarmedAt: now - 60_000,
    toldAt: now - 60_000,
    escalatedMinutes: 0,
    deployId,
    causes,
    flap: steady,
    told: [{ key, kind, severity }],
    ...change,
  };
}

export const stuck = trouble("stuck", "warning");
export const degraded = trouble("degraded", "critical");
export const outage = trouble("outage", "critical");
export const waits = (escalateAfterMinutes: number[], critical: number | null = null): Patience => ({
  remindEveryMinutes: { critical, warning: null },
  escalateAfterMinutes,
});
export const muted: Silence = { until: now + 60_000, says: "muted" };
