import { skewWarnedMs } from "@rollcall/domain/regions";
import { type Instance, isOperator, readInstance, readStores } from "@rollcall/services/instance";
import { listRegions } from "@rollcall/services/regions";
import type { RegionRow } from "@rollcall/services/views";
import Link from "next/link";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { HealthGlyph } from "@/components/state/state-glyph.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { Time } from "@/components/ui/time.tsx";
import { InstanceCard } from "@/features/regions/instance-card.tsx";
import { type InstanceRow, instanceRows } from "@/features/regions/instance-rows.ts";
import { countOf } from "@/format/count.ts";
import { formatMs } from "@/format/duration.ts";
import { requirePage } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Regions" };

export default async function RegionsPage() {
  const { ctx, workspace } = await requirePage();
  const [regions, own] = await Promise.all([
    listRegions(ctx),
    isOperator(ctx.actor, workspace.plan) ? readOwn(ctx.workspaceId) : null,
  ]);
  return (
    <>
      <PageHeader title="Regions" sentence={regionsSentence(regions)} />
      <Card bodyClassName="p-0">
        {regions.length === 0 ? (
          <EmptyState
            title="No prober has reported yet"
            action={<Button render={<Link href="/docs/guides/self-hosting" />}>Run a prober</Button>}
          >
            Probers serve one or more regions and say so every few seconds. Until one does, nothing is probed.
          </EmptyState>
        ) : (
          <RegionsTable regions={regions} />
        )}
      </Card>
      {own !== null && (
        <div className="@container mt-4">
          <InstanceCard {...own} />
        </div>
      )}
      <AutoRefresh everySeconds={10} />
    </>
  );
}

/** Rollcall itself: how it stands, and what it lives on. */
async function readOwn(workspaceId: string): Promise<{ instance: Instance; rows: InstanceRow[] }> {
  const wiring = getWiring();
  const [instance, stores] = await Promise.all([
    readInstance(wiring, workspaceId),
    readStores(wiring.db, workspaceId),
  ]);
  const { smtpUrl, heartbeatUrl, operators } = wiring.env;
  const operatorMedia = [
    ...(operators.email.length > 0 ? ["email"] : []),
    ...(operators.webhookUrl === null ? [] : ["webhook"]),
  ];
  const setup = { hasMail: smtpUrl !== null, hasHeartbeat: heartbeatUrl !== null, operatorMedia };
  return { instance, rows: instanceRows(instance, stores, setup) };
}

function regionsSentence(regions: RegionRow[]): string {
  const silent = regions.filter(({ alive }) => !alive).map(({ region }) => region);
  const offline = regions.filter(({ state }) => state === "offline").map(({ region }) => region);
  if (regions.length === 0) return "Where probes run from.";
  if (offline.length > 0 && silent.length === 0)
    return `${offline.join(", ")} ${offline.length === 1 ? "has" : "have"} no connection of ${offline.length === 1 ? "its" : "their"} own. What it cannot reach is held against no service.`;
  if (silent.length === 0)
    return `${countOf(regions.length, "region")}, ${regions.length === 1 ? "" : "all of them "}heard from.`;
  return `${silent.join(", ")} ${silent.length === 1 ? "is" : "are"} silent. A silent region is left out of every quorum and held against no service.`;
}

function RegionsTable({ regions }: { regions: RegionRow[] }) {
  return (
    <Table label="Regions and their probers">
      <TableHead>
        <TableHeader>Region</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader isNumber>Last heard</TableHeader>
        <TableHeader isNumber className="hidden @md:table-cell">
          Monitors
        </TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Prober</TableHeader>
        <TableHeader isNumber className="hidden @3xl:table-cell">
          Version
        </TableHeader>
        <TableHeader isNumber className="hidden @lg:table-cell">
          Clock off by
        </TableHeader>
        <TableHeader isNumber className="hidden @3xl:table-cell">
          Started
        </TableHeader>
      </TableHead>
      <TableBody>
        {regions.flatMap((region) =>
          region.workers.map((worker, index) => (
            <TableRow key={`${region.region} ${worker.workerId}`}>
              <TableCell className="figures">{index === 0 && region.region}</TableCell>
              <TableCell>
                <Alive isAlive={worker.alive} isOffline={region.state === "offline"} />
              </TableCell>
              <TableCell isNumber>
                <Time at={worker.seenAt} />
              </TableCell>
              <TableCell isNumber className="hidden @md:table-cell">
                {index === 0 && region.monitors}
              </TableCell>
              <TableCell className="figures hidden text-quiet text-sm @2xl:table-cell">
                {worker.workerId}
                {worker.egressAddresses.length > 0 && (
                  <span className="block">from {worker.egressAddresses.join(", ")}</span>
                )}
              </TableCell>
              <TableCell isNumber className="hidden @3xl:table-cell">
                {worker.version}
              </TableCell>
              <TableCell
                isNumber
                className={cn(
                  "hidden @lg:table-cell",
                  Math.abs(worker.clockSkewMs) > skewWarnedMs && "text-previous",
                )}
              >
                {formatMs(worker.clockSkewMs)}
              </TableCell>
              <TableCell isNumber className="hidden @3xl:table-cell">
                <Time at={worker.startedAt} />
              </TableCell>
            </TableRow>
          )),
        )}
      </TableBody>
    </Table>
  );
}

function Alive({ isAlive, isOffline }: { isAlive: boolean; isOffline: boolean }) {
  const isWell = isAlive && !isOffline;
  return (
    <span className={cn("inline-flex items-center gap-1.5", isWell ? "text-expected" : "text-previous")}>
      <HealthGlyph state={isWell ? "up" : "no_data"} />
      {isAlive ? (isOffline ? "Offline" : "Heard from") : "Silent"}
    </span>
  );
}
