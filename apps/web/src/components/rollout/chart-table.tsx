import type { ChartSlice } from "@rollcall/services/views";
import { formatOffset } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { cn } from "../ui/cn.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { BucketMark } from "./bucket-shape.tsx";
import { type BucketNames, bucketOrder, countSamples } from "./buckets.ts";
import type { PictureMarker } from "./chart-geometry.ts";

const most = 200;

/** The same facts as the picture, as a table: newest first, events between the slices they fall into. */
export function ChartTable({
  slices,
  markers,
  originMs,
  names,
}: {
  slices: ChartSlice[];
  markers: PictureMarker[];
  originMs: number;
  names: BucketNames;
}) {
  const rows = [
    ...slices
      .filter((slice) => countSamples(slice) > 0)
      .map((slice) => ({ at: slice.at, slice, marker: null })),
    ...markers.map((marker) => ({ at: marker.at, slice: null, marker })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table label="Share of answers by version over time">
        <TableHead>
          <TableHeader>Time</TableHeader>
          <TableHeader isNumber className="hidden @lg:table-cell">
            After start
          </TableHeader>
          {bucketOrder.map((bucket) => (
            <TableHeader key={bucket} isNumber className="px-1.5 @lg:px-3">
              <span className="inline-flex items-center gap-1.5">
                <BucketMark bucket={bucket} />
                <span className="sr-only @lg:not-sr-only">{names[bucket]}</span>
              </span>
            </TableHeader>
          ))}
          <TableHeader isNumber className="px-1.5 @lg:px-3">
            Answers
          </TableHeader>
        </TableHead>
        <TableBody>
          {rows.slice(0, most).map(({ at, slice, marker }) => (
            <TableRow key={`${at} ${marker?.kind ?? ""} ${marker?.label ?? ""}`}>
              <TableCell className="figures text-sm">
                <Time at={at} show="clock" />
              </TableCell>
              <TableCell isNumber className="hidden @lg:table-cell">
                {formatOffset((Date.parse(at) - originMs) / 1000)}
              </TableCell>
              {slice === null ? (
                <TableCell colSpan={bucketOrder.length + 1} className="font-medium">
                  {marker.label}
                </TableCell>
              ) : (
                <>
                  {bucketOrder.map((bucket) => (
                    <TableCell
                      key={bucket}
                      isNumber
                      className={cn("px-1.5 @lg:px-3", slice[bucket] === 0 && "text-quiet")}
                    >
                      {formatShare(slice[bucket], countSamples(slice))}
                    </TableCell>
                  ))}
                  <TableCell isNumber className="px-1.5 @lg:px-3">
                    {countSamples(slice)}
                  </TableCell>
                </>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
