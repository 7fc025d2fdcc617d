/**
 * How cost grows with monitors, their interval and their regions, program by program, and what that makes of large
 * installations: the roles in programs of their own over Redis, measured without a monitor, with many, with the same at
 * half the interval, and with a second region that is added while all of it runs.
 *
 * npm run bench -- scale [--quick] [--write]
 */
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row } from "./report.ts";
import { type Installation, openInstallation, type Reading } from "./scale/open-installation.ts";
import { type Figures, planFor, type Stretch, type Stretches, slopesOf } from "./scale/plan.ts";
import { installations, planRow, slopeRows, writeReport } from "./scale/write-report.ts";

const slowSeconds = 60;
const fastSeconds = 30;
/** Everything was compiled, and a scheduler has compared all that it knows. */
const startedMs = 90_000;
/** What is done once in five minutes, each environment at its own time, has found its time by then. */
const settleMs = 330_000;
const caughtUpMs = 300_000;

type Pace = { rounds: number; seconds: number };

/** Prints what each stretch took, the slopes, and what they say of installations of several sizes. */
export const benchScale: Bench = async (tell) => {
  const { isQuick, isWritten, command } = readArguments();
  const monitors = isQuick ? 6_000 : 18_000;
  const pace = isQuick ? { rounds: 1, seconds: 30 } : { rounds: 3, seconds: 60 };
  const { stretches, ...sizes } = await play(monitors, pace, tell);
  const figures: Figures = { ...slopesOf(stretches, monitors), ...sizes };
  tell({ figures: JSON.stringify(figures) });
  const plans = installations.map((size) => planRow(size, planFor(size, figures)));
  for (const row of slopeRows(figures)) tell(row);
  if (isWritten)
    await writeReport(figures, plans, { command, monitors, slowSeconds, fastSeconds, stretches });
  return plans;
};

async function play(
  monitors: number,
  pace: Pace,
  tell: (row: Row) => void,
): Promise<Pick<Figures, "memory" | "bytesStored"> & { stretches: Stretches }> {
  const measure = (what: string, installation: Installation) =>
    measureStretch(installation, pace, (row) => tell({ what, ...row }));
  const rest = await withInstallation(0, async (installation) => {
    await pause(startedMs);
    return measure("rest", installation);
  });
  return withInstallation(monitors, async (installation) => {
    const settled = async (what: string, perSecond: number) => {
      await catchUp(installation, perSecond);
      return measure(what, installation);
    };
    const slow = await settled("slow", monitors / slowSeconds);
    await installation.setInterval(fastSeconds);
    const fast = await settled("fast", monitors / fastSeconds);
    await installation.addRegion();
    const wide = await settled("wide", (2 * monitors) / fastSeconds);
    return {
      stretches: { rest, slow, fast, wide },
      memory: installation.memoryPerMonitor(),
      bytesStored: await installation.bytesStored(),
    };
  });
}

async function withInstallation<T>(
  monitors: number,
  run: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation({ monitors, intervalSeconds: slowSeconds });
  try {
    return await run(installation);
  } finally {
    await installation.close();
  }
}

/** What waits is what two seconds bring. */
async function catchUp(installation: Installation, perSecond: number): Promise<void> {
  await pause(startedMs + settleMs);
  const isCaughtUp = async () => (await installation.waiting()) < 2 * perSecond;
  await waitUntil("the judge to have caught up", isCaughtUp, { timeoutMs: caughtUpMs, everyMs: 1_000 });
}

/** The median of some rounds. */
async function measureStretch(
  installation: Installation,
  { rounds, seconds }: Pace,
  tell: (row: Row) => void,
): Promise<Stretch> {
  const measured: Stretch[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = await installation.read();
    await pause(seconds * 1000);
    const stretch = between(before, await installation.read());
    measured.push(stretch);
    tell({ round, ...stretch });
  }
  return middle(measured);
}

/** Everything a second. */
function between(before: Reading, after: Reading): Stretch {
  const seconds = (after.at - before.at) / 1000;
  const keys = Object.keys(after).filter((key): key is keyof Stretch => key !== "at");
  return Object.fromEntries(keys.map((key) => [key, (after[key] - before[key]) / seconds])) as Stretch;
}

function middle(stretches: readonly Stretch[]): Stretch {
  const keys = Object.keys(stretches[0] ?? {}) as (keyof Stretch)[];
  return Object.fromEntries(keys.map((key) => [key, median(stretches.map((one) => one[key]))])) as Stretch;
}
