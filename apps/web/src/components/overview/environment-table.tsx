"use client";

import type { EnvironmentRow } from "@rollcall/services/views";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { formatMs } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { hasAnswers } from "../rollout/buckets.ts";
import { HealthGlyph } from "../state/state-glyph.tsx";
import { DeployStateLabel, HealthLabel, toneText } from "../state/state-label.tsx";
import { healthWords } from "../state/state-words.ts";
import { cn } from "../ui/cn.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { RegionGlyphs } from "./region-glyphs.tsx";
import { ServedShare } from "./served-share.tsx";

const filters = { q: parseAsString.withDefault(""), environment: parseAsString };
/** From here on a list is searched rather than read. */
const searchableFrom = 6;

/** Every service in every environment: what it should serve, and what it serves. */
export function EnvironmentTable({ rows }: { rows: EnvironmentRow[] }) {
  const [filter, setFilter] = useQueryStates(filters);
  const shown = rows.filter(
    (row) =>
      (filter.environment === null || row.environment === filter.environment) &&
      `${row.service} ${row.environment} ${row.expectedVersion ?? ""}`
        .toLowerCase()
        .includes(filter.q.toLowerCase()),
  );
  return (
    <>
      {(rows.length >= searchableFrom || filter.q !== "") && (
        <div className="border-line border-b p-2">
          <Input
            aria-label="Search services"
            placeholder="Search by service or version"
            className="w-64"
            value={filter.q}
            onChange={(event) => void setFilter({ q: event.target.value || null })}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState title="No service matches">
          There are {rows.length} in all environments, without a search.
        </EmptyState>
      ) : (
        <Rows rows={shown} />
      )}
    </>
  );
}

function Rows({ rows }: { rows: EnvironmentRow[] }) {
  return (
    <Table label="Services by environment">
      <TableHead>
        <TableHeader>Service</TableHeader>
        <TableHeader className="hidden @lg:table-cell">Health</TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Expected</TableHeader>
        <TableHeader>Served</TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Regions</TableHeader>
        <TableHeader isNumber className="hidden @5xl:table-cell">
          p95
        </TableHeader>
        <TableHeader className="hidden @2xl:table-cell">Last deploy</TableHeader>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.environmentId}>
            <TableCell className="w-full min-w-28 max-w-0 @lg:min-w-40">
              <ServiceName row={row} />
            </TableCell>
            <TableCell className="hidden @lg:table-cell">
              <Health row={row} />
            </TableCell>
            <TableCell className="hidden text-sm @2xl:table-cell">
              {row.expectedVersion === null ? (
                <span className="text-quiet">nothing announced</span>
              ) : (
                <span className="figures">{shortVersion(row.expectedVersion)}</span>
              )}
            </TableCell>
            <TableCell>
              <ServedShare row={row} />
            </TableCell>
            <TableCell className="hidden @2xl:table-cell">
              <RegionGlyphs regions={row.regions} />
            </TableCell>
            <TableCell isNumber className="hidden @5xl:table-cell">
              {formatMs(row.p95Ms)}
            </TableCell>
            <TableCell className="hidden @2xl:table-cell">
              <LastDeploy deploy={row.lastDeploy} share={row.share} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The name, with its environment below it where room is short, and beside it the health that has no column then. */
function ServiceName({ row }: { row: EnvironmentRow }) {
  const { tone, word } = healthWords[row.health];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className={cn("@lg:hidden", toneText[tone])}>
        <HealthGlyph state={row.health} />
        <span className="sr-only">{word}</span>
      </span>
      <span className="min-w-0 truncate">
        <Link
          href={`/services/${encodeURIComponent(row.service)}`}
          title={`${row.service} › ${row.environment}`}
          className="font-medium hover:underline"
        >
          {row.service}
        </Link>
        <span className="block truncate text-quiet @lg:inline">
          <span className="hidden @lg:inline"> › </span>
          {row.environment}
        </span>
      </span>
    </span>
  );
}

function Health({ row }: { row: EnvironmentRow }) {
  if (row.openIncident === null) return <HealthLabel health={row.health} />;
  return (
    <Link href={`/incidents/${row.openIncident.id}`} className="link">
      <HealthLabel health={row.health} />
    </Link>
  );
}

function LastDeploy({
  deploy,
  share,
}: {
  deploy: EnvironmentRow["lastDeploy"];
  share: EnvironmentRow["share"];
}) {
  if (deploy === null) return <span className="text-quiet">none yet</span>;
  return (
    <span className="flex items-center gap-2">
      <Link href={`/deploys/${deploy.id}`} className="hover:underline">
        <DeployStateLabel
          state={deploy.state}
          share={hasAnswers(share) ? share.expected / share.samples : 0}
        />
      </Link>
      <span className="hidden text-quiet text-sm @4xl:inline">
        <Time at={deploy.at} />
      </span>
    </span>
  );
}
