/** Writes what a run found to the section "Probes" of docs/performance.md. */
import { cpus } from "node:os";
import type { Row } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import { canPin } from "./pin.ts";

/** The ways, where the whole way's CPU goes by program, and in its worker by whose code runs; `command` made them. */
export type Found = {
  rows: readonly Row[];
  parts: readonly Row[];
  profiles: readonly Row[];
  command: string;
};

/** Renews the section. */
export async function writeReport({ rows, parts, profiles, command }: Found): Promise<void> {
  await writeSection("probes", [
    "## Probes",
    "",
    `Written by \`${command}\` on ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version})${canPin ? ", what is measured alone on the first" : ""}.`,
    "CPU in milliseconds per 1,000 probes, user and system, median of the rounds; every probe opens a fresh connection to a",
    "target on loopback, whose own CPU is not counted. *Node's client* reads status, body and the time of every phase and",
    "keeps nothing. *runProbe* is one probe of ours by itself. *blackbox_exporter* reads the status and answers over a kept",
    "connection. *The whole way* is the product as `npm start` runs it, with everything that takes CPU counted: planned,",
    "handed out by the queue, probed, handed back, stored, folded and judged.",
    "",
    ...markdownTable(rows),
    "",
    "Where it goes on the whole way:",
    "",
    ...markdownTable(parts),
    "",
    "Where the worker's own part goes, by a profile that is taken afterwards. *Calls of the system* open, write to and close",
    "connections, which wakes up the target on another core each time: the slower the pace, the more a call costs.",
    "",
    ...markdownTable(profiles),
  ]);
}
