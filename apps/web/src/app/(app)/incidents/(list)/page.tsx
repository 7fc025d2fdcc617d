import { listIncidents } from "@rollcall/services/incidents";
import { listServices } from "@rollcall/services/services";
import type { IncidentListItem } from "@rollcall/services/views";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { IncidentFilters } from "@/components/incident/incident-filters.tsx";
import { IncidentTable } from "@/components/incident/incident-table.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Pages } from "@/components/ui/pages.tsx";
import { countOf } from "@/format/count.ts";
import { requireContext } from "@/server/session.ts";
import { pickQuery } from "../../search-query.ts";

export const metadata = { title: "Incidents" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function IncidentsPage({ searchParams }: Props) {
  const query = pickQuery(await searchParams, ["state", "service", "environment", "cursor"]);
  const { service, environment, cursor } = query;
  const state = query.state === "resolved" ? "resolved" : query.state === "all" ? undefined : "unresolved";
  const ctx = await requireContext();
  const [list, unresolved, services] = await Promise.all([
    listIncidents(ctx, { service, environment, cursor, state }),
    listIncidents(ctx, { state: "unresolved", limit: 100 }),
    listServices(ctx),
  ]);
  return (
    <>
      <PageHeader title="Incidents" sentence={incidentsSentence(unresolved.items)} />
      <IncidentFilters services={services.map(({ name }) => name)} />
      <Card bodyClassName="p-0">
        {list.items.length > 0 ? (
          <IncidentTable items={list.items} />
        ) : (
          <EmptyState
            isAllClear={state === "unresolved"}
            title={state === "unresolved" ? "All clear" : "No incident here"}
          >
            {state === "unresolved"
              ? "No incident is open. One opens when a rollout goes bad, a service is down, or a version appears that nobody announced."
              : "No incident fits these filters."}
          </EmptyState>
        )}
      </Card>
      <Pages path="/incidents" query={query} nextCursor={list.nextCursor} />
      {cursor === undefined && <AutoRefresh everySeconds={10} />}
    </>
  );
}

function incidentsSentence(unresolved: IncidentListItem[]): string {
  if (unresolved.length === 0) return "All clear. No incident is open.";
  const waiting = unresolved.filter(({ state }) => state === "open").length;
  const count = unresolved.length === 100 ? "100 incidents or more" : countOf(unresolved.length, "incident");
  if (waiting === 0) return `${count} not resolved, all acknowledged.`;
  return `${count} not resolved, ${waiting === unresolved.length ? "none" : unresolved.length - waiting} acknowledged.`;
}
