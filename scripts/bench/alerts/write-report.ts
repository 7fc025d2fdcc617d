/** Writes what a run found to docs/benchmarks/alerts.md. */
import { writeFile } from "node:fs/promises";
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";

/** The figures of one case: milliseconds, seconds and cores as the names say. */
export type Measured = {
  case: string;
  queue: string;
  rollouts: number;
  seconds: number;
  load: number;
  incidents: number;
  notices: number;
  medianMs: number;
  p95Ms: number;
  p99Ms: number;
  mostMs: number;
  toFanOutP99Ms: number;
  toClaimP99Ms: number;
  toAcceptedP99Ms: number;
  digested: number;
  digestMostMs: number;
  overtaken: number;
  overtakenMostMs: number;
  lastMailS: number;
  judgedPerSecond: number;
  rejudgedEveryS: number;
  judgeLagS: number;
  sweepMs: number;
  sweepsOverASecond: number;
  workerCores: number;
  postgresCores: number;
  redisCores: number;
};

const file = new URL("../../../docs/benchmarks/alerts.md", import.meta.url);

/** One row of the table, on the terminal and in the report. */
export function tableRow(one: Measured): Row {
  return {
    case: one.case,
    queue: one.queue,
    rollouts: one.rollouts,
    incidents: one.incidents,
    notices: one.notices,
    median: `${one.medianMs} ms`,
    p95: `${one.p95Ms} ms`,
    p99: `${one.p99Ms} ms`,
    most: `${one.mostMs} ms`,
    "p99: fan-out, claim, mail": `${one.toFanOutP99Ms}, ${one.toClaimP99Ms}, ${one.toAcceptedP99Ms} ms`,
    "in digests": one.digested === 0 ? "0" : `${one.digested} (≤ ${Math.round(one.digestMostMs / 1000)} s)`,
    "last mail": `${one.lastMailS} s`,
    overtaken: one.overtaken === 0 ? "0" : `${one.overtaken} (≤ ${one.overtakenMostMs} ms)`,
    "judged again every": `${one.rejudgedEveryS} s`,
    "judged after": `${one.judgeLagS} s`,
    sweep: `${one.sweepMs} ms (${one.sweepsOverASecond} % > 1 s)`,
    "cores: worker, PostgreSQL, Redis": `${one.workerCores}, ${one.postgresCores}, ${one.redisCores}`,
  };
}

/** Renews the report; `command` is what made it. */
export async function writeReport(measured: readonly Measured[], command: string): Promise<void> {
  const rows = measured.map(tableRow);
  const loads = measured.map(({ load }) => load);
  const text = [
    "# How long an alert takes",
    "",
    `Written by \`${command}\` on ${describeMachine()}, at a load of`,
    `${Math.min(...loads)} to ${Math.max(...loads)}. The worker runs as its own program with the roles scheduler, judge and notifier, on embedded`,
    "PostgreSQL; the mail server is on loopback. All rollouts are open and watched at the pace that the product itself",
    "chooses: their probes are planned and reported as always, but the program that reports them opens no connection.",
    "It and the mail server share the machine and are not counted.",
    "",
    "- **steady**: rollouts go wrong at random, 2.5 a second on average: one half misses a deadline, of the other half all",
    "  answers begin to fail. **storm**: every rollout misses its deadline within one minute.",
    "- **median** to **most**: from the instant of a verdict, before its transaction commits, until the mail server has",
    "  accepted all of the mail. Then the 99th percentile of each stretch: until the notice has become deliveries, until one",
    "  is claimed, until its mail is accepted.",
    "- **in digests**: notices that a channel with many of them is told together in one mail, on purpose up to a quarter of a minute",
    "  later; the figures before do not count them.",
    "- **last mail**: from the beginning of the case. **overtaken**: notices that came after one of a later verdict in the same",
    "  channel, and by how long at most; about one incident that never happens.",
    "- **judged again every**: how often answers of one rollout are judged; **after**: from the end of a probe to its",
    "  judgement. **sweep**: the turn in which the judge, every second, looks at what is due by time alone.",
    "",
    line(Object.keys(rows[0] ?? {})),
    line(Object.keys(rows[0] ?? {}).map(() => "---")),
    ...rows.map((row) => line(Object.values(row))),
    "",
  ].join("\n");
  await writeFile(file, text);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
