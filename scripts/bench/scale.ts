/**
 * How cost grows with probes, program by program, and what that makes of large installations: the roles in programs of
 * their own over Redis, measured with one region and then with a second one that is added while all of it runs. What
 * the second one adds is the slope; the rest is what an installation costs that probes nothing.
 *
 * npm run bench -- scale [--quick] [--write]
 */
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row } from "./report.ts";
import { type Installation, openInstallation, type Reading } from "./scale/open-installation.ts";
import { type Figures, planFor, type Stretch, slopesOf } from "./scale/plan.ts";
import { installations, planRow, slopeRows, writeReport } from "./scale/write-report.ts";

const intervalSeconds = 30;
/** What is done once in five minutes, each environment at its own time, has found its time by then. */
const settleMs = 330_000;
const caughtUpMs = 300_000;

/** Prints what each stretch took, the slopes, and what they say of installations of several sizes. */
export const benchScale: Bench = async (tell) => {
  const { isQuick, isWritten, command } = readArguments();
  const [monitors, rounds, seconds] = isQuick ? [3_000, 1, 30] : [9_000, 3, 30];
  const installation = await openInstallation({ monitors, intervalSeconds });
  try {
    const measured = async (regions: number) => {
      await catchUp(installation, (monitors * regions) / intervalSeconds);
      return stretches(installation, { rounds, seconds }, (stretch) => tell({ regions, ...stretch }));
    };
    const one = await measured(1);
    await installation.addRegion();
    const two = await measured(2);
    const figures: Figures = {
      ...slopesOf(middle(one), middle(two)),
      memory: installation.memoryPerMonitor(),
      bytesStored: await installation.bytesStored(),
    };
    tell({ figures: JSON.stringify(figures) });
    const plans = installations.map((size) => planRow(size, planFor(size, figures)));
    for (const row of slopeRows(figures)) tell(row);
    const rates = [middle(one).probes, middle(two).probes] as const;
    if (isWritten) await writeReport(figures, plans, { command, rates });
    return plans;
  } finally {
    await installation.close();
  }
};

/** Everything was compiled, read and judged for the first time, and what waits is what two seconds bring. */
async function catchUp(installation: Installation, perSecond: number): Promise<void> {
  await pause(settleMs + intervalSeconds * 1000);
  const isCaughtUp = async () => (await installation.waiting()) < 2 * perSecond;
  await waitUntil("the judge to have caught up", isCaughtUp, { timeoutMs: caughtUpMs, everyMs: 1_000 });
}

async function stretches(
  installation: Installation,
  { rounds, seconds }: { rounds: number; seconds: number },
  tell: (row: Row) => void,
): Promise<Stretch[]> {
  const measured: Stretch[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = await installation.read();
    await pause(seconds * 1000);
    const stretch = between(before, await installation.read());
    measured.push(stretch);
    tell({ round, ...stretch });
  }
  return measured;
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
