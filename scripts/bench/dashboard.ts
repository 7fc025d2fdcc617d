/**
 * What pages cost the server, with months of history and with none: the readers behind the overview, a service, its
 * history over each window, a rollout and a monitor, on two databases of one embedded PostgreSQL that hold the same
 * present. Reads alternate between the two.
 *
 * npm run bench -- dashboard [--share <n>] [--write]
 *
 * A share of 1 writes roll-ups of 100 million observations and 10 million raw rows, which takes less than 3 GB under /tmp.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addUpMinutes, addUpNext, type Database, inTransaction, openDatabase } from "@rollcall/db";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import { migrate } from "@rollcall/db/migrate";
import { createLogger } from "@rollcall/runtime";
import { readRollout } from "@rollcall/services/deploys";
import { closeRollups, readServiceHistory } from "@rollcall/services/history";
import { readMonitor } from "@rollcall/services/monitors";
import { readOverview } from "@rollcall/services/overview";
import { readService } from "@rollcall/services/services";
import { fillHistory } from "./dashboard/fill-history.ts";
import { keepRegionsAlive, makeScene, type Scene } from "./dashboard/scene.ts";
import { loadNow, writeReport } from "./dashboard/write-report.ts";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row } from "./report.ts";
import { quantile } from "./verdict/stats.ts";

const full = { observations: 100_000_000, rawRows: 10_000_000, deploysEach: 100 };
const reads = 60;
const warmUps = 5;

const pages: Record<string, (scene: Scene) => Promise<unknown>> = {
  overview: ({ ctx }) => readOverview(ctx),
  service: ({ ctx, service }) => readService(ctx, service),
  rollout: ({ ctx, deployId }) => readRollout(ctx, deployId),
  monitor: ({ ctx, monitorId }) => readMonitor(ctx, monitorId),
  "history 24h": historyOf("24h"),
  "history 7d": historyOf("7d"),
  "history 30d": historyOf("30d"),
  "history 90d": historyOf("90d"),
};

function historyOf(window: string) {
  return ({ ctx, service }: Scene) => readServiceHistory(ctx, service, { window });
}

/** Prints what was written, what adding up costs, and each page with and without history. */
export const benchDashboard: Bench = async (tell) => {
  const { share, isWritten, command } = readArguments();
  const load = loadNow();
  const dataDir = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  const log = createLogger({ name: "bench", level: "warn" });
  const postgres = await startEmbeddedPostgres({ dataDir, log, isThrowAway: true });
  const opened: Database[] = [];
  const open = async (name: string) => {
    const admin = await openDatabase({ url: postgres.url, maxConnections: 1 });
    await admin.pool.query(`CREATE DATABASE ${name}`);
    await admin.close();
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    await migrate(url.href);
    const db = await openDatabase({ url: url.href });
    opened.push(db);
    return { db, scene: await makeScene(db) };
  };
  try {
    const empty = await open("empty");
    const big = await open("big");
    for (const { db } of [empty, big]) await closeRollups({ db, now: () => new Date() }, 7);
    const size = {
      observations: full.observations * share,
      rawRows: full.rawRows * share,
      deploysEach: Math.ceil(full.deploysEach * share),
    };
    await fillHistory(big.db, big.scene, size, (part, seconds) => tell({ part, seconds }));
    // As autovacuum does before long: plans without statistics would be another's.
    await empty.db.pool.query("ANALYZE");
    const tables = await measureTables(big.db);
    const disk = await measureDisk(big.db);
    const addingUp = await measureAddingUp(big.db);
    for (const row of [...tables, disk, ...addingUp]) tell(row);
    const pages = await measurePages(empty, big, tell);
    if (isWritten) await writeReport({ pages, tables, addingUp, disk, size, command, load });
    return pages;
  } finally {
    for (const db of opened) await db.close();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

type Side = { db: Database; scene: Scene };

async function measurePages(empty: Side, big: Side, tell: (row: Row) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [page, read] of Object.entries(pages)) {
    const ms = { empty: [] as number[], big: [] as number[] };
    for (const side of [empty, big]) await keepRegionsAlive(side.db);
    for (let i = -warmUps; i < reads; i++)
      for (const [name, side] of Object.entries({ empty, big })) {
        const startedAt = performance.now();
        await read(side.scene);
        if (i >= 0) ms[name as keyof typeof ms].push(performance.now() - startedAt);
      }
    const [before, after] = [p95(ms.empty), p95(ms.big)];
    const row = {
      page,
      "empty p50 ms": round(median(ms.empty)),
      "empty p95 ms": round(before),
      "big p50 ms": round(median(ms.big)),
      "big p95 ms": round(after),
      "p95 ratio": round(after / before),
    };
    rows.push(row);
    tell(row);
  }
  return rows;
}

async function measureTables(db: Database): Promise<Row[]> {
  const { rows } = await db.pool.query<{ table: string; rows: string; bytes: string }>(
    `SELECT parent.relname AS table, sum(greatest(child.reltuples, 0))::bigint AS rows,
       sum(pg_total_relation_size(child.oid))::bigint AS bytes
     FROM pg_inherits i JOIN pg_class parent ON parent.oid = i.inhparent JOIN pg_class child ON child.oid = i.inhrelid
     WHERE parent.relnamespace = 'facts'::regnamespace AND child.relkind = 'r'
     GROUP BY 1 HAVING sum(child.reltuples) > 0 ORDER BY 1`,
  );
  return rows.map(({ table, rows: count, bytes }) => ({
    table,
    rows: Number(count),
    MB: Math.round(Number(bytes) / 1e6),
    "bytes a row": Math.round(Number(bytes) / Math.max(1, Number(count))),
  }));
}

/** What both databases and the server's log take. */
async function measureDisk({ pool }: Pick<Database, "pool">): Promise<Row> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT (SELECT sum(pg_database_size(oid)) FROM pg_database) + (SELECT sum(size) FROM pg_ls_waldir()) AS bytes`,
  );
  return { disk: "databases and log", MB: Math.round(Number(rows[0]?.bytes) / 1e6) };
}

/** One minute, hour and day of all series, added up anew; the time of all of them is what an hour costs. */
async function measureAddingUp(db: Database): Promise<Row[]> {
  const hour = 3_600_000;
  const at = Math.floor(Date.now() / hour) * hour - 2 * hour;
  const day = Math.floor(at / (24 * hour)) * 24 * hour - 24 * hour;
  const time = async (work: (tx: Parameters<typeof addUpMinutes>[0]) => Promise<unknown>) => {
    const ms: number[] = [];
    for (let i = 0; i < 5; i++) {
      const startedAt = performance.now();
      await inTransaction(db, work);
      ms.push(performance.now() - startedAt);
    }
    return median(ms);
  };
  const stretch = (from: number, lengthMs: number) => ({
    from: new Date(from),
    until: new Date(from + lengthMs),
  });
  const all = { after: "", limit: 1_000_000 };
  const minuteMs = await time((tx) => addUpMinutes(tx, stretch(at, 60_000)));
  const hourMs = await time((tx) => addUpNext(tx, "hour", new Date(at), all));
  const dayMs = await time((tx) => addUpNext(tx, "day", new Date(day), all));
  const hourly = 60 * minuteMs + hourMs + dayMs / 24;
  const percent = (ms: number, each: number) => round((100 * ms) / each);
  return [
    { "adding up": "a minute", ms: round(minuteMs), "% of one core, at most": percent(minuteMs, 60_000) },
    { "adding up": "an hour", ms: round(hourMs), "% of one core, at most": percent(hourMs, hour) },
    { "adding up": "a day", ms: round(dayMs), "% of one core, at most": percent(dayMs, 24 * hour) },
    { "adding up": "all in an hour", ms: round(hourly), "% of one core, at most": percent(hourly, hour) },
  ];
}

function p95(values: number[]): number {
  return quantile(values, 0.95) ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
