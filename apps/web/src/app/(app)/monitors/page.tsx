import { healthState } from "@rollcall/domain/glossary";
import { isPermitted } from "@rollcall/services/context";
import { listMonitorViews, readMonitor } from "@rollcall/services/monitors";
import Link from "next/link";
import { RefreshEvery } from "@/client/refresh-every.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { filterMonitors, monitorsSentence } from "@/features/monitors/list/monitor-filter.ts";
import { MonitorFilters } from "@/features/monitors/list/monitor-filters.tsx";
import { MonitorTable } from "@/features/monitors/list/monitor-table.tsx";
import { PageLinks } from "@/features/monitors/list/page-links.tsx";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "Monitors" };

type Query = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Query> };

const refreshSeconds = 15;

export default async function MonitorsPage({ searchParams }: Props) {
  const ctx = await requireContext();
  const query = await searchParams;
  const all = await listMonitorViews(ctx);
  const { rows, found, page, pages } = filterMonitors(all, {
    q: typeof query.q === "string" ? query.q : "",
    health: healthState.safeParse(query.health).data ?? null,
    environment: typeof query.environment === "string" ? query.environment : null,
    page: Number(query.page) || 1,
  });
  const shown = await Promise.all(rows.map((monitor) => readMonitor(ctx, monitor.id)));
  const canCreate = isPermitted(ctx.actor, "write");
  if (all.length === 0) return <NoMonitors canCreate={canCreate} />;
  return (
    <>
      <RefreshEvery seconds={refreshSeconds} />
      <PageHeader
        title="Monitors"
        sentence={monitorsSentence(all)}
        actions={
          canCreate && (
            <Button variant="primary" render={<Link href="/monitors/new" />}>
              Create a monitor
            </Button>
          )
        }
      />
      <div className="rounded-md border border-line bg-surface">
        <MonitorFilters />
        {found === 0 ? (
          <EmptyState title="No monitor matches">Clear the search to see all {all.length}.</EmptyState>
        ) : (
          <MonitorTable monitors={shown} />
        )}
        <PageLinks page={page} pages={pages} href={(next) => pageHref(query, next)} />
      </div>
    </>
  );
}

function pageHref(query: Query, page: number): string {
  const kept = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return `/monitors?${new URLSearchParams({ ...Object.fromEntries(kept), page: String(page) })}`;
}

function NoMonitors({ canCreate }: { canCreate: boolean }) {
  return (
    <>
      <PageHeader title="Monitors" />
      <div className="rounded-md border border-line bg-surface">
        <EmptyState
          title="Nothing is watched yet"
          action={
            canCreate && (
              <>
                <Button variant="primary" render={<Link href="/welcome" />}>
                  Start with a URL
                </Button>
                <Button render={<Link href="/monitors/new" />}>Create a monitor</Button>
              </>
            )
          }
        >
          A monitor asks one endpoint of a service, from every region, whether it answers as it should and
          which version does.
        </EmptyState>
      </div>
    </>
  );
}
