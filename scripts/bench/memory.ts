/**
 * What the product takes of a machine while it watches: memory and CPU of each program with none, 2,500 and 10,000
 * monitors every 30 s, as `npm start` runs it on embedded PostgreSQL, and what each monitor adds.
 *
 * npm run bench -- memory [--quick] [--write]
 *
 * `--write` renews the section "Memory" of docs/performance.md.
 */
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { measureUse, type Use } from "./memory/measure-use.ts";
import { type Slopes, toRows, writeReport } from "./memory/write-report.ts";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row } from "./report.ts";
import { openStage } from "./stage/open-stage.ts";
import { settle } from "./stage/settle.ts";
import { visitPages } from "./stage/visit-pages.ts";

const intervalSeconds = 30;
/** Between the visit of the pages and the first look: what a request leaves behind is not yet what stays. */
const calmMs = 10_000;

/** Prints what each program used in each look, then a row for each number of monitors and what one of them adds. */
export const benchMemory: Bench = async (tell) => {
  const { isQuick, isWritten, command } = readArguments();
  const sizes = isQuick ? [0, 1_000] : [0, 2_500, 10_000];
  // A minute: what is done once in each is in every look.
  const [looks, seconds] = isQuick ? [1, 20] : [2, 60];
  const measured = new Map<number, Use[]>();
  for (const monitors of sizes) {
    const note = (look: number, use: Use) =>
      tell({ look, load: Math.round(loadavg()[0] ?? 0), ...flat(monitors, use) });
    measured.set(monitors, await play(monitors, { looks, seconds }, note));
  }
  const rows = toRows(measured);
  const slopes = slopesOf(measured);
  tell({ "RSS per monitor, bytes": slopes.rss, "PSS per monitor, bytes": slopes.pss });
  if (isWritten) await writeReport(rows, slopes, { command, intervalSeconds, looks, seconds });
  return rows;
};

/** One start of the product: every look is at the same programs. */
async function play(
  monitors: number,
  { looks, seconds }: { looks: number; seconds: number },
  note: (look: number, use: Use) => void,
): Promise<Use[]> {
  const stage = await openStage({ monitors, intervalSeconds });
  try {
    await settle(stage, monitors / intervalSeconds, intervalSeconds);
    await visitPages(stage);
    await pause(calmMs);
    const uses: Use[] = [];
    for (let look = 0; look < looks; look++) {
      const use = await measureUse(stage, seconds);
      uses.push(use);
      note(look, use);
    }
    return uses;
  } finally {
    await stage.close();
  }
}

function flat(monitors: number, { programs, cores, postgresCores }: Use): Row {
  const row: Row = { monitors, cores, postgresCores };
  for (const { name, rss, pss, peak, cores: own } of programs)
    Object.assign(row, { [name]: `${rss} MB RSS, ${pss} PSS, ${peak} peak, ${own} cores` });
  return row;
}

/** Bytes that one more monitor takes, from the smallest number of them to the largest. */
function slopesOf(measured: ReadonlyMap<number, readonly Use[]>): Slopes {
  const sizes = [...measured.keys()];
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const at = (size: number, key: "rss" | "pss") =>
    median((measured.get(size) ?? []).map((use) => use[key])) * 1e6;
  const slope = (key: "rss" | "pss") => Math.round((at(most, key) - at(least, key)) / (most - least));
  return { rss: slope("rss"), pss: slope("pss") };
}
