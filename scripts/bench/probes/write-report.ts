/** Writes what a run found to the section "Probes" of docs/performance.md. */
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import { canPin } from "./pin.ts";
import type { Scheme } from "./targets.ts";

export type Way = "Node's client" | "runProbe" | "blackbox_exporter" | "the whole way";

/** The whole way is to make at least so many of the probes per CPU second that the peer makes. */
export type Aim = { scheme: Scheme; peer: Way; least: number };

/** The ways, where the whole way's CPU goes by program, and in its worker by whose code runs; `command` made them. */
export type Found = {
  rows: readonly Row[];
  parts: readonly Row[];
  profiles: readonly Row[];
  aims: readonly Aim[];
  command: string;
};

/** Renews the section. */
export async function writeReport({ rows, parts, profiles, aims, command }: Found): Promise<void> {
  await writeSection("probes", [
    "## Probes",
    "",
    `Written by \`${command}\` on ${describeMachine()}${canPin ? ", what is measured alone on the first" : ""}.`,
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
    "",
    "What the aims leave for everything beside the probe itself, and what that takes:",
    "",
    ...markdownTable(aims.map((aim) => roomRow(aim, rows, parts))),
  ]);
}

function roomRow({ scheme, peer, least }: Aim, rows: readonly Row[], parts: readonly Row[]): Row {
  const taken = (way: Way) =>
    Number(rows.find((row) => row.scheme === scheme && row.way === way)?.["CPU ms per 1000"]);
  const part = (program: string) => Number(parts.find((row) => row.scheme === scheme)?.[program]);
  const probe = taken("runProbe");
  const tell = (ms: number) => (Number.isFinite(ms) ? Math.round(ms) : "not installed");
  return {
    scheme,
    aim: `${least} of ${peer}`,
    "left beside the probe, ms per 1000": tell(taken(peer) / least - probe),
    taken: tell(taken("the whole way") - probe),
    "by the worker": tell(part("worker") - probe),
    "by PostgreSQL": tell(part("PostgreSQL")),
  };
}
