import type { Prisma } from "@rollcall/db";
import type { HealthState } from "@rollcall/domain/glossary";
import type { HealthVerdict } from "@rollcall/domain/health";
import type { Assertion, HttpMethod, VersionReader } from "@rollcall/domain/monitor-spec";
import type { MonitorWire } from "@rollcall/domain/wire";
import type { MonitorView } from "../views.ts";
import { parseStoredHeaders, showHeaders } from "./stored-headers.ts";

/** What to load with a monitor for its wire form. */
export const monitorIncludes = { environment: { include: { service: true } }, health: true } as const;
export type MonitorRow = Prisma.MonitorGetPayload<{ include: typeof monitorIncludes }>;

/** The monitor as the API shows it; secret header values are `null`. */
export function toMonitorWire(row: MonitorRow): MonitorWire {
  return {
    id: row.id,
    service: row.environment.service.name,
    environment: row.environment.name,
    name: row.name,
    url: row.url,
    method: row.method as HttpMethod,
    headers: showHeaders(parseStoredHeaders(row.headers)),
    body: row.body,
    intervalSeconds: row.intervalSeconds,
    timeoutMs: row.timeoutMs,
    followRedirects: row.followRedirects,
    origin: row.origin,
    regions: row.regions,
    version: row.version as VersionReader | null,
    instance: row.instance as VersionReader | null,
    verifiesDeploys: row.verifiesDeploys,
    assertions: row.assertions as Assertion[],
    quorum: row.quorumRegions === null ? null : { regions: row.quorumRegions },
    failureThreshold: row.failureThreshold,
    recoveryThreshold: row.recoveryThreshold,
    freshSeconds: row.freshSeconds,
    enabled: row.enabled,
    labels: row.labels as Record<string, string>,
    configVersion: row.configVersion,
    health: row.enabled ? ((row.health?.health ?? "unknown") as HealthState) : "paused",
    healthSince: row.health?.since.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The monitor as pages show it: with its last health verdict in words and region by region. */
export function toMonitorView(row: MonitorRow, recent: MonitorView["recent"]): MonitorView {
  const verdict = row.health?.verdict as HealthVerdict | undefined;
  const wire = toMonitorWire(row);
  const sentence = verdict?.sentence ?? (row.enabled ? "Not probed yet." : "Paused.");
  return {
    ...wire,
    sentence:
      wire.health === "maintenance"
        ? `In maintenance, nobody is told. Seen meanwhile: ${sentence}`
        : sentence,
    healthRegions: (verdict?.regions ?? []).map((region) => ({
      region: region.region,
      state: region.state,
      since: toTime(region.since),
      lastAt: toTime(region.lastAt),
      lastFailure: region.lastFailure,
    })),
    recent,
  };
}

function toTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
