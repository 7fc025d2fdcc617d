/** Writes what a run found to the section "Ingest" of docs/performance.md. */
import { loadavg } from "node:os";
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import type { Room } from "./measure-room.ts";

/** What was measured; `command` is what did. */
export type Run = { summary: Row[]; room: Room; shares: Row[]; command: string };

/** Renews the section. */
export async function writeReport({ summary, room, shares, command }: Run): Promise<void> {
  const machine = describeMachine(`load ${loadavg()[0]?.toFixed(1)}`);
  await writeSection("ingest", [
    "## Ingest",
    "",
    `Written by \`${command}\` on ${machine},`,
    "embedded PostgreSQL with every commit on the disk. *COPY* writes the same observations from the same program, one plain",
    "column for each fact, into a table with the key that tells duplicates. *Stored alone* writes a thousand in a",
    "transaction. *Judged* is what the judge does with a report: lock, read, store, fold, judge and write what follows; of",
    "one service in a transaction, or of a hundred with one each. *Rested* is what becomes of answers where all is calm, as",
    "nearly all are: stored as many at once as there are, up to two thousand (a full report has five hundred), and folded and",
    "judged later, as five monitors that are asked each half minute",
    "have given fifty answers after five minutes. CPU is that of both programs, in milliseconds for a thousand",
    "observations. An answer that is judged alone costs what its service costs: its rows are read, judged and written for",
    "that one, which COPY knows nothing of.",
    "",
    ...markdownTable(summary),
    "",
    "Where the judge's own CPU goes:",
    "",
    ...markdownTable(shares),
    "",
    "Bytes of an observation, of a day in which every monitor answered each half minute; *texts* are what answers say and",
    "the numbers of monitors:",
    "",
    ...markdownTable([room]),
  ]);
}
