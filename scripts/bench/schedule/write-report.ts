/** Writes what a run found to the section "Schedule" of docs/performance.md. */
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";

/** How it was measured; `command` is what did. */
export type Run = {
  command: string;
  monitors: number;
  intervalSeconds: number;
  rounds: number;
  seconds: number;
};

/** Renews the section. */
export async function writeReport(rows: readonly Row[], run: Run): Promise<void> {
  const { command, monitors, intervalSeconds, rounds, seconds } = run;
  const machine = describeMachine();
  await writeSection("schedule", [
    "## Schedule",
    "",
    `Written by \`${command}\` on ${machine}: the product as \`npm start\` runs it on embedded PostgreSQL, ${monitors.toLocaleString("en")} monitors`,
    `every ${intervalSeconds} s, ${rounds} rounds of ${seconds} s, targets on loopback that share the machine. *Lateness* is the time from the`,
    "instant a probe was planned for until it begins to connect; then the same with a fifth of the targets taking the",
    "connection and never answering, until the timeout of 10 s. *Restart*: the product is stopped in order and started",
    "again; what the targets see in the interval after its first request, and the requests of the fullest second beside",
    "the mean one. *Takes effect*: from the end of the edit to the first request (or the last one, of a monitor that was",
    "paused), the longest of many.",
    "",
    ...markdownTable(rows),
  ]);
}
