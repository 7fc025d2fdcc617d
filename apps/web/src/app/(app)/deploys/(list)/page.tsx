import { type DeployState, deployState } from "@rollcall/domain/glossary";
import { listDeploys } from "@rollcall/services/deploys";
import { listServices } from "@rollcall/services/services";
import Link from "next/link";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { DeployFilters } from "@/components/deploys/deploy-filters.tsx";
import { DeployTable } from "@/components/deploys/deploy-table.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Pages } from "@/components/ui/pages.tsx";
import { requireContext } from "@/server/session.ts";
import { pickQuery } from "../../search-query.ts";

export const metadata = { title: "Deploys" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DeploysPage({ searchParams }: Props) {
  const query = pickQuery(await searchParams, ["service", "environment", "state", "release", "cursor"]);
  const state: DeployState | undefined = deployState.safeParse(query.state).data;
  const ctx = await requireContext();
  const [{ items, nextCursor }, services] = await Promise.all([
    listDeploys(ctx, { ...query, state }),
    listServices(ctx),
  ]);
  const isFiltered = Object.keys(query).length > 0;
  return (
    <>
      <PageHeader
        title="Deploys"
        sentence="What was announced, and what was then seen from outside, newest first."
      />
      <DeployFilters services={services.map(({ name }) => name)} />
      <Card bodyClassName="p-0">
        {items.length > 0 && <DeployTable items={items} />}
        {items.length === 0 && (isFiltered ? <NothingMatches /> : <NothingAnnounced />)}
      </Card>
      <Pages path="/deploys" query={query} nextCursor={nextCursor} />
      {query.cursor === undefined && <AutoRefresh everySeconds={10} />}
    </>
  );
}

function NothingMatches() {
  return (
    <EmptyState
      title="No deploy matches"
      action={<Button render={<Link href="/deploys" />}>Show all deploys</Button>}
    >
      None of the announced deploys fits these filters.
    </EmptyState>
  );
}

function NothingAnnounced() {
  return (
    <EmptyState
      title="Nothing was announced yet"
      action={
        <Button variant="primary" render={<Link href="/docs/guides/announce-from-ci" />}>
          Announce a deploy
        </Button>
      }
    >
      CI announces each deploy with one call. From then on Rollcall watches until every region serves it.
    </EmptyState>
  );
}
