"use client";

import type { Bucket } from "@rollcall/domain/glossary";
import type { RolloutRegionRow } from "@rollcall/services/views";
import { formatOffset } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { DeployStateLabel } from "../state/state-label.tsx";
import { deployStateWords, type StateTone } from "../state/state-words.ts";
import { Button } from "../ui/button.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { type BucketNames, bucketOrder } from "./buckets.ts";
import { CacheComparison } from "./cache-comparison.tsx";
import { RollCallStrip } from "./roll-call-strip.tsx";

type Props = {
  regions: RolloutRegionRow[];
  names: BucketNames;
  onWhy: (region: string, bucket: Bucket) => void;
};

/** The roll call of every region, those that need a look first: a table where there is room, a list on a phone. */
export function RegionTable({ regions, ...more }: Props) {
  const urgency = ({ state }: RolloutRegionRow) => urgent.indexOf(deployStateWords[state].tone);
  const props = { ...more, regions: [...regions].sort((a, b) => urgency(a) - urgency(b)) };
  return (
    <>
      <div className="hidden lg:block">
        <WideRegions {...props} />
      </div>
      <div className="lg:hidden">
        <NarrowRegions {...props} />
      </div>
    </>
  );
}

const urgent: StateTone[] = ["critical", "warning", "progress", "quiet", "good", "ended"];

function WideRegions({ regions, names, onWhy }: Props) {
  return (
    <Table label="Regions" className="[&_td]:px-2 [&_td]:first:pl-3 [&_th]:px-2 [&_th]:first:pl-3">
      <TableHead>
        <TableHeader>Region</TableHeader>
        <TableHeader>
          <span className="sr-only">State</span>
        </TableHeader>
        <TableHeader className="w-full">Roll call, each mark one answer, newest right</TableHeader>
        <TableHeader isNumber>Share</TableHeader>
        <TableHeader isNumber>First seen</TableHeader>
        <TableHeader isNumber>Done at</TableHeader>
        <TableHeader isNumber>p95 new / old</TableHeader>
        <TableHeader isNumber>Last</TableHeader>
        <TableHeader>
          <span className="sr-only">Why</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {regions.map((row) => (
          <TableRow key={row.region}>
            <TableCell className="figures">{row.region}</TableCell>
            <TableCell>
              <RegionState row={row} />
            </TableCell>
            <TableCell className="max-w-0">
              <RollCallStrip marks={row.marks} names={names} label={row.region} />
              <Caveats row={row} />
              <Compared row={row} />
            </TableCell>
            <TableCell isNumber className="font-medium">
              {formatShare(row.share.expected, row.share.samples)}
            </TableCell>
            <TableCell isNumber>{formatOffset(row.firstSeenSeconds)}</TableCell>
            <TableCell isNumber>
              <DoneAt row={row} />
            </TableCell>
            <TableCell isNumber>
              <Latency row={row} />
            </TableCell>
            <TableCell isNumber>
              <LastSample row={row} />
            </TableCell>
            <TableCell>
              <WhyButton row={row} onWhy={onWhy} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function NarrowRegions({ regions, names, onWhy }: Props) {
  return (
    <ul aria-label="Regions" className="divide-y divide-line">
      {regions.map((row) => (
        <li key={row.region} className="grid gap-1.5 px-3 py-2.5">
          <div className="flex items-center gap-2">
            <span className="figures">{row.region}</span>
            <RegionState row={row} />
            <span className="figures ml-auto font-medium">
              {formatShare(row.share.expected, row.share.samples)}
            </span>
          </div>
          <RollCallStrip marks={row.marks} names={names} label={row.region} />
          <Caveats row={row} />
          <Compared row={row} />
          <div className="figures flex flex-wrap items-center gap-x-3 gap-y-1 text-quiet text-xs">
            <span>seen {formatOffset(row.firstSeenSeconds)}</span>
            <span>
              done <DoneAt row={row} />
            </span>
            <span>
              p95 <Latency row={row} />
            </span>
            <span>
              last <LastSample row={row} />
            </span>
            <WhyButton row={row} onWhy={onWhy} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function RegionState({ row }: { row: RolloutRegionRow }) {
  const share = row.share.samples === 0 ? 0 : row.share.expected / row.share.samples;
  return <DeployStateLabel state={row.state} share={share} className="text-sm" />;
}

/** Only where old answers persist: what was compared before a region was done is over. */
function Compared({ row: { comparison, doneSeconds } }: { row: RolloutRegionRow }) {
  return comparison === null || doneSeconds !== null ? null : <CacheComparison comparison={comparison} />;
}

/** A silence is a state of its own, said in words; so is everything that weakens what this region says. */
function Caveats({ row }: { row: RolloutRegionRow }) {
  if (!row.silent && row.caveats.length === 0) return null;
  return (
    <p className="mt-1 whitespace-normal text-quiet text-sm">
      {row.silent && (
        <span className="text-previous">
          No data from {row.region}
          {row.lastSampleAt === null ? (
            " yet. "
          ) : (
            <>
              {" "}
              since <Time at={row.lastSampleAt} show="clock" />.{" "}
            </>
          )}
        </span>
      )}
      {row.caveats.map(upperFirst).join(". ")}
    </p>
  );
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function DoneAt({ row }: { row: RolloutRegionRow }) {
  if (row.doneSeconds !== null) return <>{formatOffset(row.doneSeconds)}</>;
  const { have, need } = row.cleanRun;
  if (have === 0 || need === 0) return <>–</>;
  return (
    <span title="Expected answers in a row, of those needed as proof" className="text-quiet">
      {Math.min(have, need)} of {need}
    </span>
  );
}

function Latency({ row }: { row: RolloutRegionRow }) {
  if (row.expectedP95Ms === null && row.previousP95Ms === null) return <>–</>;
  return (
    <>
      {bareMs(row.expectedP95Ms)} / {bareMs(row.previousP95Ms)}&nbsp;ms
    </>
  );
}

function bareMs(ms: number | null): string {
  return ms === null ? "–" : String(Math.round(ms));
}

function LastSample({ row }: { row: RolloutRegionRow }) {
  return row.lastSampleAt === null ? <>–</> : <Time at={row.lastSampleAt} />;
}

function WhyButton({
  row,
  onWhy,
}: {
  row: RolloutRegionRow;
  onWhy: (region: string, bucket: Bucket) => void;
}) {
  const { tone } = deployStateWords[row.state];
  const bucket = mostFrequentMiss(row.share);
  if (tone === "good" || tone === "ended" || bucket === null) return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      onClick={() => onWhy(row.region, bucket)}
      aria-label={`Answers of ${row.region} that were not the new version`}
    >
      why?
    </Button>
  );
}

/** What most answers carried instead of the expected version; `null` when all carried it. */
function mostFrequentMiss(share: RolloutRegionRow["share"]): Bucket | null {
  const misses = bucketOrder.filter((bucket) => bucket !== "expected" && share[bucket] > 0);
  return misses.sort((a, b) => share[b] - share[a])[0] ?? null;
}
