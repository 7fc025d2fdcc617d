import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { Observation, PageAssets } from "@rollcall/domain/observation";
import { outcomeFromColumns, outcomeToColumns, readerFromText, readerToText } from "./outcome-codec.ts";

/** A row of `facts.observation` as the driver gives it. */
export type ObservationRow = {
  monitor_id: string;
  scheduled_at: Date;
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
  seq: number;
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

/** The columns in the order in which they are written, with the type of each. */
export const observationColumns = {
  monitor_id: "uuid",
  scheduled_at: "timestamptz",
  start_delay_ms: "integer",
  duration_ms: "integer",
  config_version: "integer",
  seq: "integer",
  total_ms: "real",
  dns_ms: "real",
  connect_ms: "real",
  tls_ms: "real",
  first_byte_ms: "real",
  transfer_ms: "real",
  tls_days_left: "real",
  outcome: "smallint",
  status: "smallint",
  is_busted: "boolean",
  region: "text",
  outcome_detail: "text",
  remote_address: "text",
  version: "text",
  version_from: "text",
  instance: "text",
  cache: "jsonb",
  failed_assertions: "jsonb",
  variant: "smallint",
  assets: "jsonb",
} as const satisfies Record<keyof ObservationRow, string>;

/** As `facts.observation.variant` numbers them. Append only: the number is the place. */
const probeVariants = ["plain", "busted", "origin", "assets"] as const satisfies readonly ProbeVariant[];

const prefixedId = /^mon_([0-9a-f]{32})$/;

/** The UUID of a monitor's id. Throws on an id that `newId("mon")` did not make. */
export function monitorUuid(monitorId: string): string {
  const hex = prefixedId.exec(monitorId)?.[1];
  if (!hex) throw new Error(`${monitorId} is not the id of a monitor.`);
  return hex;
}

/** What names an observation: a second delivery of the same probe has the same key. */
export function observationKey(
  observation: Pick<Observation, "monitorId" | "region" | "scheduledAt" | "seq">,
): string {
  const { monitorId, region, scheduledAt, seq } = observation;
  return `${monitorId}|${region}|${scheduledAt}|${seq}`;
}

/** The same key, from the columns that the database returns. */
export function observationKeyOfRow(
  row: Pick<ObservationRow, "monitor_id" | "region" | "scheduled_at" | "seq">,
): string {
  return observationKey({
    monitorId: monitorIdOf(row.monitor_id),
    region: row.region,
    scheduledAt: row.scheduled_at.getTime(),
    seq: row.seq,
  });
}

function monitorIdOf(uuid: string): string {
  return `mon_${uuid.replaceAll("-", "")}`;
}

const integerMax = 2 ** 31 - 1;

// A prober whose clock is years off must not keep the others' facts out.
function toInteger(ms: number): number {
  return Math.max(-integerMax, Math.min(integerMax, Math.round(ms)));
}

/** An observation as one row. */
export function toObservationRow(observation: Observation): ObservationRow {
  const { timings, version, failedAssertions, cache } = observation;
  const { outcome, status, outcomeDetail } = outcomeToColumns(observation.outcome);
  return {
    monitor_id: monitorUuid(observation.monitorId),
    scheduled_at: new Date(observation.scheduledAt),
    start_delay_ms: toInteger(observation.startedAt - observation.scheduledAt),
    duration_ms: toInteger(observation.finishedAt - observation.startedAt),
    config_version: observation.configVersion,
    total_ms: observation.totalMs,
    dns_ms: timings.dnsMs,
    connect_ms: timings.connectMs,
    tls_ms: timings.tlsMs,
    first_byte_ms: timings.firstByteMs,
    transfer_ms: timings.transferMs,
    tls_days_left: observation.tlsDaysLeft,
    seq: observation.seq,
    outcome,
    status,
    is_busted: observation.variant === "busted",
    region: observation.region,
    outcome_detail: outcomeDetail,
    remote_address: observation.remoteAddress,
    version: version?.value ?? null,
    version_from: version ? readerToText(version.reader) : null,
    instance: observation.instance,
    cache: Object.keys(cache).length > 0 ? cache : null,
    failed_assertions: failedAssertions.length > 0 ? failedAssertions : null,
    variant: probeVariants.indexOf(observation.variant),
    assets: observation.assets ?? null,
  };
}

/** The observation of a row; its owner is not in the row, because it is the monitor's. */
export function fromObservationRow(
  row: ObservationRow,
  owner: { workspaceId: string; environmentId: string },
): Observation {
  const scheduledAt = row.scheduled_at.getTime();
  const startedAt = scheduledAt + row.start_delay_ms;
  return {
    ...owner,
    monitorId: monitorIdOf(row.monitor_id),
    region: row.region,
    scheduledAt,
    seq: row.seq,
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
