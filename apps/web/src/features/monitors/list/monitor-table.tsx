import type { MonitorView } from "@rollcall/services/views";
import Link from "next/link";
import { RollCallStrip } from "@/components/rollout/roll-call-strip.tsx";
import { HealthLabel } from "@/components/state/state-label.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { countOf } from "@/format/count.ts";
import { formatDuration } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { answerMarks, answerNames, lastVersion } from "../answer-marks.ts";

const stripMarks = 24;

/** One monitor a row; on a narrow screen what it is and how it is, the rest behind its name. */
export function MonitorTable({ monitors }: { monitors: MonitorView[] }) {
  return (
    <Table label="Monitors">
      <TableHead>
        <TableHeader>Health</TableHeader>
        <TableHeader>Monitor</TableHeader>
        <TableHeader className="max-md:hidden">Service</TableHeader>
        <TableHeader className="max-lg:hidden">Every</TableHeader>
        <TableHeader className="max-lg:hidden">From</TableHeader>
        <TableHeader className="text-right max-sm:hidden">Last answers</TableHeader>
        <TableHeader className="max-md:hidden">Version read</TableHeader>
      </TableHead>
      <TableBody>
        {monitors.map((monitor) => (
          <MonitorRow key={monitor.id} monitor={monitor} />
        ))}
      </TableBody>
    </Table>
  );
}

function MonitorRow({ monitor }: { monitor: MonitorView }) {
  const version = lastVersion(monitor);
  const place = `${monitor.service} › ${monitor.environment}`;
  return (
    <TableRow>
      <TableCell>
        <HealthLabel health={monitor.health} />
      </TableCell>
      <TableCell className="w-full min-w-40 max-w-0 py-1.5">
        <Link href={`/monitors/${monitor.id}`} className="link block truncate font-medium">
          {monitor.name}
        </Link>
        <span className="block truncate text-quiet text-sm max-md:hidden">{monitor.url}</span>
        <span className="block truncate text-quiet text-sm md:hidden">{place}</span>
      </TableCell>
      <TableCell className="max-w-56 truncate max-md:hidden" title={place}>
        <Link href={`/services/${encodeURIComponent(monitor.service)}`} className="link">
          {monitor.service}
        </Link>{" "}
        <span className="text-quiet">› {monitor.environment}</span>
      </TableCell>
      <TableCell className="max-lg:hidden">{formatDuration(monitor.intervalSeconds)}</TableCell>
      <TableCell className="max-lg:hidden" title={monitor.regions.join(", ")}>
        {monitor.regions.length === 0 ? "every region" : countOf(monitor.regions.length, "region")}
      </TableCell>
      <TableCell className="max-sm:hidden">
        <RollCallStrip
          marks={answerMarks(monitor).slice(-stripMarks)}
          names={answerNames}
          label={`${monitor.name}, every region`}
        />
      </TableCell>
      <TableCell className="max-md:hidden">
        {version === null ? (
          <span className="text-quiet">{monitor.version === null ? "not read" : "none yet"}</span>
        ) : (
          <code className="text-sm">{shortVersion(version)}</code>
        )}
      </TableCell>
    </TableRow>
  );
}
