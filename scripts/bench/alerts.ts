/**
 * From a verdict to the mail server's "accepted", while a thousand rollouts are open: the worker's own program, embedded
 * PostgreSQL and a mail server on loopback. Its scheduler plans and its judge judges at their own pace; only the prober
 * is replaced, by one that opens no connection.
 *
 * npm run bench -- alerts [seed] [--quick] [--only <part of a case's name>] [--write]
 *
 * `--write` renews docs/benchmarks/alerts.md. The queue on Redis is left out where `redis-server` is not installed.
 */
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@rollcall/testing/fleet";
import { findRedis } from "@rollcall/testing/redis-server";
import { waitUntil } from "@rollcall/testing/wait-until";
import { countOvertaken, countWaiting, readTold, type Told } from "./alerts/read-told.ts";
import { allWithin, atRandom, bring, openRollouts } from "./alerts/rollouts.ts";
import { openStage, type QueueStore } from "./alerts/stage.ts";
import { type Measured, tableRow, writeReport } from "./alerts/write-report.ts";
import { readArguments } from "./read-arguments.ts";
import { histogramGrowth, scrape } from "./read-metrics.ts";
import type { Bench } from "./report.ts";
import { quantile } from "./verdict/stats.ts";

/** In a steady trickle few channels hear of more than they are told one by one; in a storm all of them do. */
const cases = {
  steady: { plan: atRandom, servicesOfChannel: 10 },
  storm: { plan: allWithin, servicesOfChannel: 200 },
};
type Case = keyof typeof cases;

/** The bursts at the announcement are over by then. */
const settleMs = 25_000;
const perSecond = 2.5;

/** Plays each case on each queue, and prints what alerts took. */
export const benchAlerts: Bench = async (tell) => {
  const { seed, isQuick, only, isWritten, command } = readArguments();
  const [rollouts, seconds] = isQuick ? [100, 30] : [1_000, 60];
  const plays = stores()
    .flatMap((store) => (Object.keys(cases) as Case[]).map((name) => ({ name, store })))
    .filter(({ name, store }) => `${name} ${store}`.includes(only));
  const measured: Measured[] = [];
  for (const { name, store } of plays) {
    const one = await play({ name, store, rollouts, seconds, seed });
    measured.push(one);
    tell(one);
  }
  if (isWritten) await writeReport(measured, command);
  return measured.map(tableRow);
};

function stores(): QueueStore[] {
  return findRedis() !== null ? ["PostgreSQL", "Redis"] : ["PostgreSQL"];
}

type Play = { name: Case; store: QueueStore; rollouts: number; seconds: number; seed: number };

async function play({ name, store, rollouts: count, seconds, seed }: Play): Promise<Measured> {
  const stage = await openStage(store);
  try {
    const { plan, servicesOfChannel } = cases[name];
    const rollouts = await openRollouts(stage, { count, servicesOfChannel });
    await pause(settleMs);
    const from = Date.now();
    const random = seededRandom(seed);
    const troubles = plan(rollouts, { from, seconds, perSecond, random });
    const [cpuBefore, before] = [stage.cpu(), await scrape(stage.workerUrl)];
    await bring(stage, rollouts, troubles);
    await pause(seconds * 1000);
    const wallSeconds = (Date.now() - from) / 1000;
    const [cpuAfter, after] = [stage.cpu(), await scrape(stage.workerUrl)];
    await waitUntil(
      "every incident",
      async () => (await stage.db.prisma.incident.count()) >= troubles.length,
      {
        timeoutMs: 120_000,
      },
    );
    await waitUntil("every mail", async () => (await countWaiting(stage)) === 0, { timeoutMs: 120_000 });
    const told = await readTold(stage, new Date(from));
    const judged = histogramGrowth("rollcall_judge_lag_seconds", before, after);
    const sweeps = histogramGrowth("rollcall_judge_sweep_seconds", before, after);
    const share = (of: keyof typeof cpuAfter) => (cpuAfter[of] - cpuBefore[of]) / wallSeconds;
    return {
      case: name,
      queue: store,
      rollouts: count,
      seconds: Math.round(wallSeconds),
      load: round(loadavg()[0] ?? 0),
      incidents: troubles.length,
      ...summarise(told),
      lastMailS: round((Math.max(...told.map((one) => one.acceptedAt)) - from) / 1000),
      judgedPerSecond: round(judged.count / wallSeconds),
      rejudgedEveryS: round((count * wallSeconds) / judged.count),
      judgeLagS: round(judged.mean),
      sweepMs: round(sweeps.mean * 1000),
      sweepsOverASecond: round(sweeps.over(1) * 100),
      workerCores: round(share("worker")),
      postgresCores: round(share("postgres")),
      redisCores: round(share("redis")),
    };
  } finally {
    await stage.close();
  }
}

/** Milliseconds from the verdict on, and of each stretch of the way; a digest waits on purpose and is counted apart. */
function summarise(all: readonly Told[]) {
  const told = all.filter(({ inDigest }) => !inDigest);
  const digested = all.filter(({ inDigest }) => inDigest);
  const of = (ms: (one: Told) => number, q: number) => Math.round(quantile(told.map(ms), q) ?? 0);
  const whole = (one: Told) => one.acceptedAt - one.at;
  const overtaken = countOvertaken(told);
  return {
    notices: told.length,
    medianMs: of(whole, 0.5),
    p95Ms: of(whole, 0.95),
    p99Ms: of(whole, 0.99),
    mostMs: of(whole, 1),
    toFanOutP99Ms: of((one) => one.fannedOutAt - one.at, 0.99),
    toClaimP99Ms: of((one) => one.claimedAt - one.fannedOutAt, 0.99),
    toAcceptedP99Ms: of((one) => one.acceptedAt - one.claimedAt, 0.99),
    digested: digested.length,
    digestMostMs: digested.reduce((most, one) => Math.max(most, whole(one)), 0),
    overtaken: overtaken.notices,
    overtakenMostMs: overtaken.mostMs,
  };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}
