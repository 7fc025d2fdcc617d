/** The section "Growth" of docs/performance.md, and the rows of its tables. */
import { describeMachine } from "../describe-machine.ts";
import { type Row, round } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import { type Figures, leaderBytesMax, type Plan, type Size, type Stretches } from "./plan.ts";

/** From what one machine carries to a million monitors in twenty regions. */
export const installations: readonly Size[] = [
  { monitors: 10_000, regions: 1, regionsPerMonitor: 1, intervalSeconds: 30 },
  { monitors: 10_000, regions: 3, regionsPerMonitor: 3, intervalSeconds: 30 },
  { monitors: 100_000, regions: 5, regionsPerMonitor: 3, intervalSeconds: 60 },
  { monitors: 1_000_000, regions: 20, regionsPerMonitor: 3, intervalSeconds: 60 },
  { monitors: 1_000_000, regions: 20, regionsPerMonitor: 20, intervalSeconds: 60 },
];

const programs = ["scheduler", "prober", "judge", "postgres", "redis"] as const;

/** What each program takes, in milliseconds of CPU a second: at rest and for a thousand of each. */
export function slopeRows({ atRest, perMonitor, perProbe, perFurtherProbe }: Figures): Row[] {
  const perThousand = (slope: number) => round(slope * 1e6);
  return programs.map((program) => ({
    program,
    "at rest, ms a second": round(atRest[program] * 1000),
    "1,000 monitors, ms a second": perThousand(perMonitor[program]),
    "1,000 probes, ms": perThousand(perProbe[program]),
    "1,000 probes from further regions, ms": perThousand(perFurtherProbe[program]),
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

/** What was measured, with `monitors` in all stretches but the first, due every so many seconds; `command` is what did it. */
export type Run = {
  command: string;
  monitors: number;
  slowSeconds: number;
  fastSeconds: number;
  stretches: Stretches;
};

/** Renews the section. */
export async function writeReport(figures: Figures, plans: readonly Row[], run: Run): Promise<void> {
  const { memory, bytesStored, perProbe } = figures;
  const { slowSeconds, fastSeconds } = run;
  const { slow, fast, wide } = run.stretches;
  const rates = [slow, fast, wide].map(({ probes }) => Math.round(probes));
  await writeSection("growth", [
    "## How it grows",
    "",
    `Written by \`${run.command}\` on ${describeMachine()}.`,
    `The roles in programs of their own over Redis: without a monitor, with ${run.monitors} every ${slowSeconds} s, with the same every ${fastSeconds} s,`,
    `and with a second region that is added while they run: ${rates.join(", ")} probes a second. Straight lines between these say what`,
    "a monitor takes however seldom it is probed (it is looked after for silences and folded every five minutes), what a",
    "probe takes, and what a probe from one more region takes, with what its prober takes at rest. A monitor",
    `costs the scheduler ${round(memory / 1000)} kB of memory; a stored observation takes ${round(bytesStored)} bytes with its indexes and`,
    `${round(perProbe.redisBytes)} bytes through Redis, in and out. PostgreSQL's log (WAL) is rough: after a checkpoint it`,
    "holds whole pages, and a stretch of minutes catches more or fewer of those.",
    "",
    ...markdownTable(slopeRows(figures)),
    "",
    "What that makes of larger installations, by these slopes; only the first two rows are near what was measured. Cores",
    "are those to have: no core is planned to be busier than 70 %. A *cell* is an installation with a scheduler that leads,",
    "a Redis and a PostgreSQL of its own; these are one thread each, or one server, and workspaces are shared out among",
    `cells; a scheduler is planned to hold ${leaderBytesMax / 1e9} GB at most. Judges and probers are added one by one wherever they are short.`,
    "Pages and alerts come on top. Observations are kept for 30 days unless told otherwise, so thirty times a day's bytes is",
    "what the disks hold.",
    "",
    ...markdownTable(plans),
  ]);
}
