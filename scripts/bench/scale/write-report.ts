/** The section "Growth" of docs/performance.md, and the rows of its tables. */
import { cpus } from "node:os";
import { type Row, round } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import type { Figures, Plan, Size } from "./plan.ts";

/** From what one machine carries to a million monitors in twenty regions. */
export const installations: readonly Size[] = [
  { monitors: 10_000, regions: 1, regionsPerMonitor: 1, intervalSeconds: 30 },
  { monitors: 10_000, regions: 3, regionsPerMonitor: 3, intervalSeconds: 30 },
  { monitors: 100_000, regions: 5, regionsPerMonitor: 3, intervalSeconds: 60 },
  { monitors: 1_000_000, regions: 20, regionsPerMonitor: 3, intervalSeconds: 60 },
  { monitors: 1_000_000, regions: 20, regionsPerMonitor: 20, intervalSeconds: 60 },
];

const programs = ["scheduler", "prober", "judge", "postgres", "redis"] as const;

/** What a probe adds, program by program, and what each takes while nothing is probed. */
export function slopeRows({ perProbe, atRest }: Figures): Row[] {
  return programs.map((program) => ({
    program,
    "CPU ms per 1,000 probes": round(perProbe[program] * 1e6),
    "cores at rest": round(atRest[program]),
  }));
}

/** One size as a row of the plan. */
export function planRow({ monitors, regions, regionsPerMonitor, intervalSeconds }: Size, plan: Plan): Row {
  const megabytes = (bytes: number) => round(bytes / 1e6);
  return {
    monitors,
    regions:
      regionsPerMonitor === regions && regions > 1 ? `all ${regions}` : `${regionsPerMonitor} of ${regions}`,
    "every s": intervalSeconds,
    "probes/s": Math.round(plan.probesPerSecond),
    cells: plan.cells,
    "prober cores per region": round(plan.proberCores),
    "judge cores": round(plan.judgeCores),
    "PostgreSQL cores": round(plan.postgresCores),
    "a cell's scheduler, Redis": `${Math.round(plan.leaderBusy * 100)} %, ${Math.round(plan.redisBusy * 100)} %`,
    "a cell's scheduler MB": megabytes(plan.leaderBytes),
    "through Redis MB/s": megabytes(plan.redisBytesPerSecond),
    "WAL MB/s": megabytes(plan.walBytesPerSecond),
    "stored GB a day": round(plan.storedBytesPerDay / 1e9),
  };
}

/** Probes a second in both stretches; `command` is what made them. */
export type Run = { command: string; rates: readonly [number, number] };

/** Renews the section. */
export async function writeReport(
  figures: Figures,
  plans: readonly Row[],
  { command, rates }: Run,
): Promise<void> {
  const { perProbe, memory, bytesStored } = figures;
  await writeSection("growth", [
    "## How it grows",
    "",
    `Written by \`${command}\` on ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version}).`,
    "The roles in programs of their own over Redis, measured with one region and with a second one added while they run,",
    `at ${rates.map(Math.round).join(" and ")} probes a second; a straight line through both says what a probe adds. Cost follows probes a second alone: monitors × their regions ÷`,
    "their interval. A monitor by itself costs the scheduler",
    `${round(memory / 1000)} kB of memory; a stored observation takes ${round(bytesStored)} bytes with its indexes, ${round(perProbe.walBytes)} bytes of PostgreSQL's log and`,
    `${round(perProbe.redisBytes)} bytes through Redis, in and out.`,
    "",
    ...markdownTable(slopeRows(figures)),
    "",
    "What that makes of larger installations, by these slopes; only the first row is within what was measured. Cores",
    "are those to have: no core is planned to be busier than 70 %. A *cell* is an installation with a scheduler that leads,",
    "a Redis and a PostgreSQL of its own; these are one thread each, or one server, and workspaces are shared out among",
    "cells. Judges and probers are added one by one wherever they are short. Observations are kept for 30 days unless told",
    "otherwise, so thirty times a day's bytes is what the disks hold.",
    "",
    ...markdownTable(plans),
  ]);
}
