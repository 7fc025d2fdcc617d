import type { HistoryWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { formatMs } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { shortVersion } from "@/format/version.ts";
import { deployStateWords } from "../state/state-words.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type Figures = HistoryWire["regions"][number] | HistoryWire["columns"][number];

/** The same as numbers: region by region, then step by step with the deploys between, newest first. */
export function HistoryTables({ history }: { history: HistoryWire }) {
  const steps = history.columns.filter(
    ({ probes, upSeconds, downSeconds, maintenanceSeconds }) =>
      probes + upSeconds + downSeconds + maintenanceSeconds > 0,
  );
  const rows = [
    ...steps.map((step) => ({ at: step.at, step, deploy: null })),
    ...history.deploys.map((deploy) => ({ at: deploy.startedAt, step: null, deploy })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <div className="mt-2 grid gap-3 *:min-w-0">
      <Table label="Answers by region">
        <Heads first="Region" />
        <TableBody>
          {history.regions.map((region) => (
            <TableRow key={region.region}>
              <TableCell className="figures">{region.region}</TableCell>
              <FigureCells of={region} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <div className="max-h-72 overflow-y-auto">
        <Table label="Answers over time">
          <Heads first="From" />
          <TableBody>
            {rows.map(({ at, step, deploy }) => (
              <TableRow key={`${at} ${deploy?.id ?? ""}`}>
                <TableCell className="figures text-sm">
                  <Time at={at} show="clock" />
                </TableCell>
                {step === null ? (
                  <TableCell colSpan={4}>
                    <Link href={`/deploys/${deploy.id}`} className="link">
                      Deploy {shortVersion(deploy.version)}
                    </Link>{" "}
                    <span className="text-quiet">{deployStateWords[deploy.state].word}</span>
                  </TableCell>
                ) : (
                  <FigureCells of={step} />
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </div>
  );
}

function Heads({ first }: { first: string }) {
  return (
    <TableHead>
      <TableHeader>{first}</TableHeader>
      <TableHeader isNumber>p50</TableHeader>
      <TableHeader isNumber>p95</TableHeader>
      <TableHeader isNumber>p99</TableHeader>
      <TableHeader isNumber>Failed</TableHeader>
    </TableHead>
  );
}

function FigureCells({ of }: { of: Figures }) {
  return (
    <>
      <TableCell isNumber>{formatMs(of.p50Ms)}</TableCell>
      <TableCell isNumber>{formatMs(of.p95Ms)}</TableCell>
      <TableCell isNumber>{formatMs(of.p99Ms)}</TableCell>
      <TableCell isNumber>{formatShare(of.failed, of.probes)}</TableCell>
    </>
  );
}
