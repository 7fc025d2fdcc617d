/** Writes what a run found to docs/benchmarks/dashboard.md. */
import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";
import { markdownTable } from "../write-section.ts";
import type { HistorySize } from "./fill-history.ts";

/** What was measured; `command` is what did, `load` that of the machine when it began. */
export type Run = {
  pages: Row[];
  tables: Row[];
  addingUp: Row[];
  disk: Row;
  size: HistorySize;
  command: string;
  load: number;
};

const file = new URL("../../../docs/benchmarks/dashboard.md", import.meta.url);

/** The load of the machine now, before the bench adds its own. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Renews the report. */
export async function writeReport(run: Run): Promise<void> {
  const { pages, tables, addingUp, disk, size, command, load } = run;
  const machine = describeMachine(`load ${load.toFixed(1)} before`);
  const count = (value: number) => value.toLocaleString("en-US");
  const lines = [
    "# What pages cost with months of history",
    "",
    `Written by \`${command}\` on ${machine}.`,
    "Two databases of one embedded PostgreSQL hold the same present, 20 services with 40 monitors in 3 regions at 30 seconds and",
    `an open rollout each; one has in addition ${count(size.rawRows)} raw rows, roll-ups of ${count(size.observations)} observations, and`,
    `${count(size.deploysEach)} deploys and incidents for each service. 60 reads of each page, alternating between the two.`,
    "",
    ...markdownTable(pages),
    "",
    "What is stored, with indexes:",
    "",
    ...markdownTable(tables),
    "",
    `Together with its log the server took ${count(Number(disk.MB))} MB of disk. Adding up all 120 series, which bring 4 probes a second:`,
    "",
    ...markdownTable(addingUp),
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
}
