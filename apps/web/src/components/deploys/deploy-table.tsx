import type { DeployListItem } from "@rollcall/services/views";
import Link from "next/link";
import { formatDuration, formatOffset } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { shortVersion } from "@/format/version.ts";
import { nameBuckets } from "../rollout/buckets.ts";
import { ShareBar } from "../rollout/share-bar.tsx";
import { DeployStateLabel } from "../state/state-label.tsx";
import { cn } from "../ui/cn.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Deploys, newest first. `isPlaceShown` is off where the page is about one service already. */
export function DeployTable({
  items,
  isPlaceShown = true,
}: {
  items: DeployListItem[];
  isPlaceShown?: boolean;
}) {
  return (
    <Table label="Deploys">
      <TableHead>
        <TableHeader className={ownColumn(isPlaceShown)}>State</TableHeader>
        {isPlaceShown && <TableHeader>Service</TableHeader>}
        <TableHeader className={ownColumn(isPlaceShown)}>Version</TableHeader>
        <TableHeader className={shareRoom(isPlaceShown)}>Share</TableHeader>
        <TableHeader isNumber className="hidden @3xl:table-cell">
          First seen
        </TableHeader>
        <TableHeader isNumber className="hidden @3xl:table-cell">
          Live after
        </TableHeader>
        {isPlaceShown && <TableHeader className="hidden @4xl:table-cell">By</TableHeader>}
        <TableHeader isNumber>Announced</TableHeader>
      </TableHead>
      <TableBody>
        {items.map((deploy) => (
          <DeployRow key={deploy.id} deploy={deploy} isPlaceShown={isPlaceShown} />
        ))}
      </TableBody>
    </Table>
  );
}

function DeployRow({ deploy, isPlaceShown }: { deploy: DeployListItem; isPlaceShown: boolean }) {
  const { share } = deploy;
  const part = share.samples === 0 ? 0 : share.expected / share.samples;
  return (
    <TableRow className="relative" title={deploy.sentence}>
      <TableCell className={ownColumn(isPlaceShown)}>
        <DeployStateLabel state={deploy.state} share={part} />
      </TableCell>
      {isPlaceShown && (
        <TableCell className="w-full min-w-32 max-w-0">
          <span className="block truncate">
            <Link
              href={`/services/${encodeURIComponent(deploy.service)}`}
              title={`${deploy.service} › ${deploy.environment}`}
              className="hover:underline"
            >
              {deploy.service}
            </Link>
            <span className="text-quiet"> › {deploy.environment}</span>
          </span>
          <span className="flex items-center gap-3 text-sm @lg:hidden">
            <DeployStateLabel state={deploy.state} share={part} />
            <Version deploy={deploy} />
          </span>
        </TableCell>
      )}
      <TableCell className={cn("text-sm", ownColumn(isPlaceShown))}>
        <Version deploy={deploy} />
      </TableCell>
      <TableCell className={shareRoom(isPlaceShown)}>
        <span className="flex items-center gap-2">
          <ShareBar
            counts={share}
            names={nameBuckets(deploy.version, deploy.previousVersion)}
            className="w-16 shrink-0"
          />
          <span className="figures text-sm">{formatShare(share.expected, share.samples)}</span>
        </span>
      </TableCell>
      <TableCell isNumber className="hidden @3xl:table-cell">
        {formatOffset(deploy.firstSeenSeconds)}
      </TableCell>
      <TableCell isNumber className="hidden @3xl:table-cell">
        {deploy.liveSeconds === null ? "–" : formatDuration(deploy.liveSeconds)}
      </TableCell>
      {isPlaceShown && (
        <TableCell className="hidden max-w-40 truncate text-quiet @4xl:table-cell">
          {deploy.actor ?? "–"}
          {deploy.ref !== null && ` on ${deploy.ref}`}
          {deploy.url !== null && (
            <>
              {" "}
              <a href={deploy.url} className="link" target="_blank" rel="noreferrer">
                CI job
              </a>
            </>
          )}
        </TableCell>
      )}
      <TableCell isNumber>
        <Time at={deploy.createdAt} />
      </TableCell>
    </TableRow>
  );
}

function Version({ deploy: { id, version, previousVersion } }: { deploy: DeployListItem }) {
  return (
    <span className="figures">
      <Link href={`/deploys/${id}`} className="link font-medium">
        {shortVersion(version)}
      </Link>
      {previousVersion !== null && (
        <span className="hidden text-quiet @6xl:inline"> after {shortVersion(previousVersion)}</span>
      )}
    </span>
  );
}

/** Where the service stands in the row as well, a phone has state and version below its name. */
function ownColumn(isPlaceShown: boolean): string {
  return isPlaceShown ? "hidden @lg:table-cell" : "";
}

/** The share is spared first where the service stands in the row as well. */
function shareRoom(isPlaceShown: boolean): string {
  return isPlaceShown ? "hidden @2xl:table-cell" : "hidden @md:table-cell";
}
