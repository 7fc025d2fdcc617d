/**
 * A rollout on a machine that is busy with something else: the built product probes a half-way rollout from three
 * regions while other processes take the cores. Tells second by second what was planned and what was judged, and
 * how long a person's "probe now" took.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { openDatabase } from "@rollcall/db";
import { Fleet } from "@rollcall/testing/fleet";
import { type Product, startProduct } from "@rollcall/testing/product";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { Bench, Row } from "./report.ts";

const regions = ["eu-west", "us-east", "ap-south"];
const quietSeconds = 15;
const busySeconds = 60;
const lockedSeconds = 45;
const spinnersPerCore = 10;
const churnersPerCore = 4;
const diskRivals = 4;
const services = 6;
const askEveryMs = 15_000;

/** Prints what each second brought, then the three stretches side by side. */
export const benchBusy: Bench = async (tell) => {
  const fleet = new Fleet({ regions });
  const { REDIS_URL } = process.env;
  const product = await startProduct({
    regions,
    env: { LOG_LEVEL: "debug", ...(REDIS_URL ? { REDIS_URL } : {}) },
  });
  const readLog = followLog(product);
  let rivals: ChildProcess | null = null;
  const stretches: Stretch[] = [];
  const asked: Asked[] = [];
  try {
    const monitorId = await beginRollouts(product, fleet);
    const play = async (name: string, seconds: number) => {
      const from = Date.now();
      await watch(product, monitorId, seconds, asked);
      stretches.push({ name, load: Math.round(loadavg()[0] ?? 0), from, to: Date.now() });
    };
    await play("quiet", quietSeconds);
    rivals = startRivals(busySeconds + lockedSeconds + 5);
    await play("busy", busySeconds);
    const locked = lockFirstEnvironment(product, lockedSeconds);
    await play("busy, one environment locked", lockedSeconds);
    await locked;
    const log = readLog();
    const [from = 0, to = 0] = [stretches[0]?.from, stretches.at(-1)?.to];
    for (const row of secondsOf(log, from, to)) tell(row);
    for (const { at, seconds, state } of asked)
      tell({ probeNowAt: new Date(at).toISOString(), seconds, state });
    return stretches.map((stretch) => summarise(log, asked, stretch));
  } finally {
    if (rivals !== null) endRivals(rivals);
    await product.stop();
    await fleet.close();
  }
};

type Stretch = { name: string; load: number; from: number; to: number };

/** What a transaction does that hangs: nobody can judge that environment until it lets go. */
async function lockFirstEnvironment(product: Product, seconds: number): Promise<void> {
  const db = await openDatabase({ url: product.databaseUrl, maxConnections: 1 });
  try {
    await db.pool.query(
      `WITH held AS (SELECT id FROM environment ORDER BY id LIMIT 1 FOR UPDATE)
       SELECT pg_sleep($1) FROM held`,
      [seconds],
    );
  } finally {
    await db.close();
  }
}

/** Services of six pods, three of which serve the announced version. Gives back the last one's monitor. */
async function beginRollouts(product: Product, fleet: Fleet): Promise<string> {
  let monitorId = "";
  for (let i = 1; i <= services; i++) monitorId = await beginRollout(product, fleet, `service-${i}`);
  return monitorId;
}

async function beginRollout(product: Product, fleet: Fleet, name: string): Promise<string> {
  const service = await fleet.createService({
    name,
    pods: 6,
    behaviour: { version: "1.0.0", latencyMs: 10 },
  });
  const { body } = await product.api<{ id: string }>("POST", "/api/v1/monitors", {
    service: name,
    url: `${service.url()}/version`,
    version: { from: "header", name: "x-version" },
    intervalSeconds: 10,
  });
  const path = `/api/v1/monitors/${body.id}`;
  await waitUntil(
    "the first answers",
    async () => (await product.api<{ health: string }>("GET", path)).body.health === "up",
    { timeoutMs: 60_000, everyMs: 250 },
  );
  const deploy = { service: name, version: "2.0.0", progressDeadlineSeconds: 3600 };
  await product.api("POST", "/api/v1/deploys", deploy);
  service.changePods({ slots: [0, 1, 2] }, { version: "2.0.0" });
  return body.id;
}

type Asked = { at: number; seconds: number; state: string };

/** Lets a stretch pass while a person asks for a probe now and then, and waits for the answers. */
async function watch(product: Product, monitorId: string, seconds: number, asked: Asked[]): Promise<void> {
  const until = Date.now() + seconds * 1000;
  const asking: Promise<unknown>[] = [];
  while (Date.now() < until) {
    asking.push(probeNow(product, monitorId).then((answer) => asked.push(answer)));
    await pause(Math.min(askEveryMs, until - Date.now()));
  }
  await Promise.all(asking);
}

async function probeNow(product: Product, monitorId: string): Promise<Asked> {
  const at = Date.now();
  const asked = await product.api<{ id: string; detail?: string }>(
    "POST",
    `/api/v1/monitors/${monitorId}/probe`,
    {},
  );
  const done = (state: string) => ({ at, seconds: Math.round((Date.now() - at) / 100) / 10, state });
  if (asked.status >= 300) return done(`${asked.status}: ${asked.body.detail}`);
  for (;;) {
    const answer = await product.api<{ isDone: boolean; regions: { state: string }[] }>(
      "GET",
      `/api/v1/probes/${asked.body.id}`,
    );
    if (answer.status >= 300) return done(String(answer.status));
    if (answer.body.isDone) return done(answer.body.regions.map(({ state }) => state).join(" "));
    await pause(250);
  }
}

/**
 * Programs that take a core, begin anew again and again, or write 64 MB to the disk's platter. They are started by a
 * program of their own, because starting them would hold up the fleet in this one.
 */
function startRivals(seconds: number): ChildProcess {
  const spin = "while (Date.now() < until);";
  const churn = `const { spawnSync } = require("node:child_process");
    const brief = "const t = Date.now() + 700; while (Date.now() < t) JSON.stringify(process.env);";
    while (Date.now() < until) spawnSync(process.execPath, ["-e", brief]);`;
  const sync = `const fs = require("node:fs"), os = require("node:os"), path = require("node:path");
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rival-")), file = fs.openSync(path.join(folder, "f"), "w");
    const block = Buffer.alloc(64 << 20, 1);
    while (Date.now() < until) { fs.writeSync(file, block, 0, block.length, 0); fs.fsyncSync(file); }
    fs.rmSync(folder, { recursive: true });`;
  const kinds = [
    { work: spin, count: spinnersPerCore * cpus().length },
    { work: churn, count: churnersPerCore * cpus().length },
    { work: sync, count: diskRivals },
  ];
  const programs = kinds.flatMap(({ work, count }) =>
    Array.from({ length: count }, () => `const until = Date.now() + ${seconds * 1000}; ${work}`),
  );
  const starter = `const { spawn } = require("node:child_process");
    for (const program of ${JSON.stringify(programs)}) spawn(process.execPath, ["-e", program], { stdio: "ignore" });`;
  return spawn(process.execPath, ["-e", starter], { stdio: "ignore", detached: true });
}

/** With all that they have started: it is the leader of a group. */
function endRivals(rivals: ChildProcess): void {
  try {
    if (rivals.pid !== undefined) process.kill(-rivals.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

type Line = { at: number; msg: string } & Record<string, unknown>;

/** Follows the product's output, of which only the newest part is kept. */
function followLog(product: Product): () => Line[] {
  const lines: Line[] = [];
  let newest = "";
  const read = () => {
    const all = product.output().split("\n").slice(0, -1);
    const fresh = all.slice(all.lastIndexOf(newest) + 1);
    newest = fresh.at(-1) ?? newest;
    lines.push(...fresh.flatMap(parseLine));
  };
  const timer = setInterval(read, 250);
  return () => {
    clearInterval(timer);
    read();
    return lines;
  };
}

function parseLine(text: string): Line[] {
  try {
    const event = JSON.parse(text) as Line & { time: string };
    return [{ ...event, at: Date.parse(event.time) }];
  } catch {
    return [];
  }
}

function sum(lines: Line[], msg: string, field: string): number {
  return lines.reduce((total, line) => total + (line.msg === msg ? Number(line[field] ?? 0) : 0), 0);
}

function secondsOf(log: Line[], from: number, to: number): Row[] {
  return Array.from({ length: Math.ceil((to - from) / 1000) }, (_, second) => {
    const lines = log.filter(({ at }) => Math.floor((at - from) / 1000) === second);
    return {
      second,
      planned: sum(lines, "tick", "probes"),
      reports: lines.filter(({ msg, job }) => msg === "job" && job === "observations.report").length,
      judged: sum(lines, "report", "folded"),
      expired: sum(lines, "an expired batch was dropped", "probes"),
      warnings: lines.filter(({ level }) => level === "warn" || level === "error").length,
    };
  });
}

function summarise(log: Line[], asked: Asked[], { name, load, from, to }: Stretch): Row {
  const lines = log.filter(({ at }) => at >= from && at < to);
  const folds = lines.filter(({ msg, folded }) => msg === "report" && Number(folded) > 0).map(({ at }) => at);
  const gaps = [...folds, to].map((at, i) => at - (i === 0 ? from : (folds[i - 1] ?? from)));
  const waits = asked.filter(({ at }) => at >= from && at < to).map(({ seconds }) => seconds);
  return {
    stretch: name,
    load,
    seconds: Math.round((to - from) / 1000),
    planned: sum(lines, "tick", "probes"),
    judged: sum(lines, "report", "folded"),
    expired: sum(lines, "an expired batch was dropped", "probes"),
    "longest silence s": Math.round(Math.max(...gaps) / 100) / 10,
    "probe now max s": Math.max(0, ...waits),
  };
}
