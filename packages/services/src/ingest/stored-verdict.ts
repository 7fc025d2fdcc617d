/** The judgements as they stand in their JSON columns. */
import type { Instant } from "@rollcall/domain/glossary";
import type { HealthVerdict } from "@rollcall/domain/health";
import type { RolloutVerdict } from "@rollcall/domain/rollout";

/** `deploy.verdict`: the last verdict, since when its state holds, and when its share was last published. */
export type StoredVerdict = RolloutVerdict & { since: Instant; sharedAt: Instant };

/** Reads `deploy.verdict`; `null` before the first judgement. Only the judge writes it, so its shape is ours. */
export function readStoredVerdict(column: unknown): StoredVerdict | null {
  return isFilled(column, "state") ? (column as unknown as StoredVerdict) : null;
}

/** Reads `monitor_health.verdict`; `null` before the first judgement. */
export function readStoredHealth(column: unknown): HealthVerdict | null {
  return isFilled(column, "health") ? (column as unknown as HealthVerdict) : null;
}

function isFilled(column: unknown, key: string): boolean {
  return typeof column === "object" && column !== null && key in column;
}
