/**
 * How late probes are, and how soon what changes is probed: the built product on embedded PostgreSQL with 10,000
 * monitors every 30 s, targets on loopback. Then the same with a fifth of the targets hanging until the timeout of 10 s.
 *
 * npm run bench -- schedule [--quick] [--write]
 *
 * `--write` renews the section "Schedule" of docs/performance.md.
 */
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row } from "./report.ts";
import { playChanges } from "./schedule/play-changes.ts";
import { playRestart } from "./schedule/play-restart.ts";
import { readLateness } from "./schedule/read-lateness.ts";
import { writeReport } from "./schedule/write-report.ts";
import { openStage, type Stage } from "./stage/open-stage.ts";
import { settle } from "./stage/settle.ts";

const intervalSeconds = 30;
const hangingShare = 0.2;
const outage = { timeoutMs: 300_000, everyMs: 1_000 };
/** A probe that hangs is reported after its timeout, and judged a little later. */
const judgedAfterMs = 15_000;

type Size = { monitors: number; rounds: number; seconds: number };
/** Every figure of the table by its name, a value for each round. */
type Figures = Map<string, number[]>;

/** Prints what each round gave, then the medians beside their targets. */
export const benchSchedule: Bench = async (tell) => {
  const { isQuick, isWritten, command } = readArguments();
  const size = isQuick
    ? { monitors: 2_000, rounds: 1, seconds: 15 }
    : { monitors: 10_000, rounds: 3, seconds: 30 };
  const figures: Figures = new Map();
  const note = (row: Row, what: string, values: Record<string, number>) => {
    tell({ what, load: Math.round(loadavg()[0] ?? 0), ...row, ...values });
    for (const [name, value] of Object.entries(values)) {
      const key = `${what}: ${name}`;
      figures.set(key, [...(figures.get(key) ?? []), value]);
    }
  };
  await playCalm(size, note);
  await playHanging(size, note);
  const rows = summarise(figures);
  if (isWritten) await writeReport(rows, { command, intervalSeconds, ...size });
  return rows;
};

type Note = (row: Row, what: string, values: Record<string, number>) => void;

async function playCalm(size: Size, note: Note): Promise<void> {
  const stage = await openStage({ monitors: size.monitors, intervalSeconds });
  try {
    await settle(stage, size.monitors / intervalSeconds, intervalSeconds);
    await playLateness(stage, size, "lateness", note);
    for (let round = 0; round < size.rounds; round++) {
      const { coverage, doubled, peak, silentSeconds } = await playRestart(stage, intervalSeconds);
      const share = Math.round(coverage * 10_000) / 100;
      const row = { round, silentSeconds: Math.round(silentSeconds * 10) / 10 };
      note(row, "restart", {
        "monitors probed within one interval, %": share,
        "probed twice": doubled,
        "fullest second ÷ mean": Math.round(peak * 100) / 100,
      });
    }
    await stage.targets.takeArrivals();
    const { added, changed, paused } = await playChanges(stage, intervalSeconds);
    note({}, "takes effect after, ms", { added, changed, paused });
  } finally {
    await stage.close();
  }
}

async function playHanging(size: Size, note: Note): Promise<void> {
  const stage = await openStage({ monitors: size.monitors, intervalSeconds, hangingShare });
  const perSecond = size.monitors / intervalSeconds;
  try {
    await settle(stage, perSecond, intervalSeconds);
    // That thousands fail for the first time, and all at once, is a large outage and over soon: that they hang stays.
    await waitUntil("what hangs to be down", () => isAllDown(stage, size.monitors * hangingShare), outage);
    await settle(stage, perSecond, intervalSeconds);
    await playLateness(stage, size, "lateness, 20 % hang", note);
  } finally {
    await stage.close();
  }
}

async function isAllDown({ db }: Stage, monitors: number): Promise<boolean> {
  return (await db.prisma.monitorHealth.count({ where: { health: "down" } })) >= monitors;
}

async function playLateness(
  stage: Stage,
  { rounds, seconds }: Size,
  what: string,
  note: Note,
): Promise<void> {
  const first = Date.now();
  await pause(rounds * seconds * 1000 + judgedAfterMs);
  for (let round = 0; round < rounds; round++) {
    const from = first + round * seconds * 1000;
    const { probes, p50, p95, p99, most } = await readLateness(stage, from, from + seconds * 1000);
    note({ round, probes }, what, { "p50, ms": p50, "p95, ms": p95, "p99, ms": p99, "most, ms": most });
  }
}

const targets: Record<string, string> = {
  "lateness: p99, ms": "≤ 100",
  "lateness, 20 % hang: p99, ms": "≤ 150",
  "restart: monitors probed within one interval, %": "100",
  "restart: probed twice": "0",
  "restart: fullest second ÷ mean": "≤ 1.5",
  "takes effect after, ms: added": "≤ 2000",
  "takes effect after, ms: changed": "≤ 2000",
  "takes effect after, ms: paused": "≤ 2000",
};

function summarise(figures: Figures): Row[] {
  return [...figures].map(([what, values]) => ({
    what,
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    target: targets[what] ?? "",
  }));
}
