/**
 * What releases before this one wrote: `facts.observation`, which is read until its last day is dropped, and written by
 * programs of those releases while they are being replaced.
 */
import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { Observation, PageAssets } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { monitorIdOf, monitorUuid } from "./observation-key.ts";
import { outcomeFromColumns, readerFromText } from "./outcome-codec.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** A row as a query gives it; `micros` are those of `microsOf`. */
export type WideRow = {
  monitor_id: string;
  micros: number;
  seq: number;
  start_delay_ms: number;
  duration_ms: number;
  config_version: number;
  total_ms: number;
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  first_byte_ms: number | null;
  transfer_ms: number | null;
  tls_days_left: number | null;
  outcome: number;
  status: number | null;
  is_busted: boolean;
  region: string;
  outcome_detail: string | null;
  remote_address: string | null;
  version: string | null;
  version_from: string | null;
  instance: string | null;
  cache: Record<string, string> | null;
  failed_assertions: string[] | null;
  variant: number | null;
  assets: PageAssets | null;
};

/** As `facts.observation.variant` numbers them. */
const probeVariants = ["plain", "busted", "origin", "assets"] as const satisfies readonly ProbeVariant[];

/** The observation of a row; its owner is not in the row, because it is the monitor's. */
export function fromWideRow(
  row: WideRow,
  owner: { workspaceId: string; environmentId: string },
): Observation {
  const scheduledAt = Math.floor(row.micros / 1000);
  const startedAt = scheduledAt + row.start_delay_ms;
  return {
    ...owner,
    ...{ monitorId: monitorIdOf(row.monitor_id), region: row.region, scheduledAt, seq: row.seq },
    variant: probeVariants[row.variant ?? (row.is_busted ? 1 : 0)] ?? "plain",
    configVersion: row.config_version,
    startedAt,
    finishedAt: startedAt + row.duration_ms,
    timings: {
      dnsMs: row.dns_ms,
      connectMs: row.connect_ms,
      tlsMs: row.tls_ms,
      firstByteMs: row.first_byte_ms,
      transferMs: row.transfer_ms,
    },
    totalMs: row.total_ms,
    remoteAddress: row.remote_address,
    outcome: outcomeFromColumns({
      outcome: row.outcome,
      status: row.status,
      outcomeDetail: row.outcome_detail,
    }),
    version:
      row.version === null
        ? null
        : { value: row.version, reader: readerFromText(row.version_from ?? "text") },
    instance: row.instance,
    cache: row.cache ?? {},
    failedAssertions: row.failed_assertions ?? [],
    tlsDaysLeft: row.tls_days_left,
    ...(row.assets !== null && { assets: row.assets }),
  };
}

/** Whether there is any since then. */
export async function hasWide(tx: Tx, since: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isUsed: boolean }[]>`
    SELECT EXISTS (SELECT FROM facts.observation WHERE scheduled_at >= ${since}) AS "isUsed"`;
  return row?.isUsed === true;
}

/**
 * Tells which of these a program of an earlier release has stored, by their places, so that a report which it took in and
 * did not live to acknowledge is not folded again.
 */
export async function findStoredWide(tx: Tx, observations: readonly Observation[]): Promise<Set<number>> {
  const stored = await tx.$queryRaw<{ place: number }[]>`
    SELECT g.place::integer - 1 AS place
    FROM unnest(${textsToSql(observations.map(({ monitorId }) => monitorUuid(monitorId)))}::uuid[],
      ${textsToSql(observations.map(({ region }) => region))}::text[],
      ${numbersToSql(observations.map(({ scheduledAt }) => scheduledAt))}::float8[],
      ${numbersToSql(observations.map(({ seq }) => seq))}::integer[])
      WITH ORDINALITY AS g(monitor_id, region, scheduled_ms, seq, place)
    WHERE EXISTS (SELECT FROM facts.observation o
      WHERE o.monitor_id = g.monitor_id AND o.region = g.region AND o.seq = g.seq
        AND o.scheduled_at = timestamptz 'epoch' + g.scheduled_ms * interval '1 ms')`;
  return new Set(stored.map(({ place }) => place));
}
