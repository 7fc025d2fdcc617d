import { countOf } from "@rollcall/domain/words";
import type { AttentionItem, EnvironmentRow, RegionRow } from "../views.ts";

/**
 * What a person should look at first: open incidents, critical ones before warnings; then deploys that cannot be
 * judged, advisories and silent regions that no incident covers. What is in maintenance needs nobody else.
 */
export function findAttention(rows: EnvironmentRow[], regions: RegionRow[], now: Date): AttentionItem[] {
  const watched = rows.filter((row) => row.maintenance === null);
  const incidents = watched.flatMap(toIncidentItem).sort(bySeverityThenAge);
  const quiet = watched.filter((row) => row.openIncident === null);
  return [
    ...incidents,
    ...quiet.flatMap(toUnverifiableItem),
    ...quiet.flatMap((row) => toAdvisoryItem(row, now)),
    ...regions.flatMap(toRegionItem),
  ];
}

function toIncidentItem(row: EnvironmentRow): AttentionItem[] {
  if (row.openIncident === null) return [];
  const { id, severity, title, openedAt } = row.openIncident;
  return [
    { kind: "incident", severity, title, detail: place(row), since: openedAt, href: `/incidents/${id}` },
  ];
}

function toUnverifiableItem(row: EnvironmentRow): AttentionItem[] {
  const deploy = row.lastDeploy;
  if (deploy === null || deploy.state !== "unverifiable") return [];
  return [
    {
      kind: "unverifiable",
      severity: "warning",
      title: `${deploy.version} cannot be verified`,
      detail: place(row),
      since: deploy.at,
      href: `/deploys/${deploy.id}`,
    },
  ];
}

function toAdvisoryItem(row: EnvironmentRow, now: Date): AttentionItem[] {
  if (row.health !== "advisory") return [];
  const failing = row.regions.filter(({ state }) => state === "failing").map(({ region }) => region);
  return [
    {
      kind: "advisory",
      severity: null,
      title: failing.length > 0 ? `Failing in ${failing.join(", ")} only` : "Some regions see failures",
      detail: place(row),
      since: row.healthSince ?? now.toISOString(),
      href: `/services/${encodeURIComponent(row.service)}`,
    },
  ];
}

function toRegionItem(region: RegionRow): AttentionItem[] {
  const isOffline = region.state === "offline";
  if ((region.alive && !isOffline) || region.lastSeenAt === null || region.monitors === 0) return [];
  return [
    {
      kind: "region",
      severity: "warning",
      title: `No data from ${region.region}`,
      detail: `Its probers ${isOffline ? "have no connection of their own" : "are silent"}; ${countOf(region.monitors, "monitor")} probed from there.`,
      since: isOffline ? region.since : region.lastSeenAt,
      href: "/regions",
    },
  ];
}

function bySeverityThenAge(a: AttentionItem, b: AttentionItem): number {
  if (a.severity !== b.severity) return a.severity === "critical" ? -1 : 1;
  return a.since < b.since ? -1 : 1;
}

function place(row: EnvironmentRow): string {
  return `${row.service} › ${row.environment}`;
}
