/** What roll-ups are made of, from both tables in which observations are kept. */
import { probeSeq } from "@rollcall/domain/due";
import { Prisma } from "../generated/client.ts";
import { outcomeKinds } from "../observations/outcome-codec.ts";
import { answeredFrom } from "../observations/packed-row.ts";
import { codesPerE, unitsPerMs } from "../observations/time-code.ts";

const offline = outcomeKinds.indexOf("observer_offline");
const answered = outcomeKinds.indexOf("answered");

/**
 * Rows (monitor_id, region, at, is_ok, total_ms) of probes at the monitor's own pace that say something of the target.
 * `within` says which, by the columns of their time and monitor.
 */
export function observed(within: (at: Prisma.Sql, monitorId: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT s.monitor_id, s.region, o.at, o.outcome >= ${answeredFrom} AS is_ok,
      (exp(o.total / ${codesPerE}::float8) - 1) / ${unitsPerMs}::float8 AS total_ms
    FROM facts.packed_observation o JOIN facts.series s ON s.id = o.series
    WHERE ${within(Prisma.sql`o.at`, Prisma.sql`s.monitor_id`)} AND o.outcome <> ${offline}
      AND extract(microseconds FROM o.at)::integer % 1000 < ${probeSeq.confirm}
    UNION ALL
    SELECT o.monitor_id, o.region, o.scheduled_at, o.outcome = ${answered} AND o.failed_assertions IS NULL, o.total_ms
    FROM facts.observation o
    WHERE ${within(Prisma.sql`o.scheduled_at`, Prisma.sql`o.monitor_id`)} AND o.outcome <> ${offline}
      AND o.seq < ${probeSeq.confirm})`;
}
