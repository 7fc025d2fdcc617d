import type { Database } from "@rollcall/db";
import { heardWithinMs } from "@rollcall/domain/regions";
import type { BurstPlan } from "@rollcall/domain/rollout";
import { type KnownRegions, toKnownRegions } from "./known-regions.ts";

/** A deploy that is being watched more closely than at the intervals of its monitors. */
export type OpenPlan = { deployId: string; environmentId: string; plan: BurstPlan; startedAt: Date };

/**
 * What a second's planning has to know; `isChanged` when there are monitors that were changed since, `opening` as in
 * `Refreshed`.
 */
export type ScheduleNews = { isChanged: boolean; plans: OpenPlan[]; opening: ReadonlySet<string> } & Pick<
  KnownRegions,
  "alive" | "aheadMs"
>;

type WorkerRow = Parameters<typeof toKnownRegions>[0][number] & { opensSealedItems: boolean };
type InJson<Row> = { [Key in keyof Row]: Row[Key] extends Date ? string : Row[Key] };
type NewsRow = { isChanged: boolean; plans: InJson<OpenPlan>[]; workers: InJson<WorkerRow>[] };

const newsQuery = `
  SELECT EXISTS (SELECT FROM monitor WHERE updated_at > $1) AS "isChanged",
    (SELECT COALESCE(json_agg(json_build_object('deployId', id, 'environmentId', environment_id, 'plan', plan,
        'startedAt', started_at)), '[]')
      FROM deploy
      WHERE ended_at IS NULL AND started_at IS NOT NULL AND (plan->>'mode' <> 'interval' OR plan ? 'assets')) AS plans,
    (SELECT COALESCE(json_agg(json_build_object('region', region, 'seenAt', seen_at, 'clockSkewMs', clock_skew_ms,
        'egressAddresses', egress_addresses, 'opensSealedItems', opens_sealed_items) ORDER BY region), '[]')
      FROM region_worker WHERE seen_at > $2) AS workers`;

/** Reads it in one small query: it is asked every second, and usually nothing is new. */
export async function readScheduleNews(
  { pool }: Pick<Database, "pool">,
  { now, changedAfterMs }: { now: Date; changedAfterMs: number },
): Promise<ScheduleNews> {
  const heardAfter = new Date(now.getTime() - heardWithinMs - 1);
  const { rows } = await pool.query<NewsRow>(newsQuery, [new Date(changedAfterMs), heardAfter]);
  const { isChanged, plans, workers } = rows[0] ?? { isChanged: true, plans: [], workers: [] };
  const seen = workers.map((worker) => ({ ...worker, seenAt: new Date(worker.seenAt) }));
  const { alive, aheadMs } = toKnownRegions(seen, now);
  const open = plans.map((plan) => ({ ...plan, startedAt: new Date(plan.startedAt) }));
  const older = new Set(seen.filter((one) => !one.opensSealedItems).map(({ region }) => region));
  const opening = new Set(alive.filter((region) => !older.has(region)));
  return { isChanged, plans: open, alive, opening, aheadMs };
}
