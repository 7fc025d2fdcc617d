import { type RollupSpan, rollupSpanMs } from "@rollcall/domain/history";
import { Prisma } from "../generated/client.ts";

/** The roll-up of each span of time: its table in `facts`, and how much of it a partition holds. From fine to coarse. */
export const rollupTables = {
  minute: { name: "answers_minute", unit: "day" },
  hour: { name: "answers_hour", unit: "month" },
  day: { name: "answers_day", unit: "year" },
} as const satisfies Record<RollupSpan, { name: string; unit: string }>;

/** The table, as it stands in a statement. */
export function rollupTable(span: RollupSpan): Prisma.Sql {
  return Prisma.raw(`facts.${rollupTables[span].name}`);
}

/** The span that an instant lies in, by UTC, whatever the session's time zone is. */
export function startOfSpan(at: Prisma.Sql, span: RollupSpan): Prisma.Sql {
  return Prisma.sql`date_bin(${rollupSpanMs[span]} * interval '1 millisecond', ${at}, timestamptz 'epoch')`;
}
