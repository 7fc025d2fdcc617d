/** What the programs stand on goes away and comes back. */
import { setTimeout as last } from "node:timers/promises";
import type { House } from "../house.ts";
import type { FaultCase } from "../play-faults.ts";

/** Longer than the patience of anything that waits for PostgreSQL: 3.5 s of a lease to 30 s of a transaction. */
const postgresGoneMs = 35_000;
/** Longer than a producer waits for Redis (5 s) and a batch lives (10 s). */
const redisGoneMs = 12_000;
const forwardMs = 300_000;
const backwardMs = 15_000;

export const twoOfEach: FaultCase = {
  name: "two schedulers, judges, notifiers and probers",
  promised: "one of them does each thing",
  async inject(house) {
    for (const role of ["scheduler", "judge", "notifier", "prober"] as const) await house.start(role);
    return "so it stayed during the faults below";
  },
};

export const lostPostgres: FaultCase[] = [
  {
    name: "PostgreSQL crashes and recovers",
    promised: "whoever wrote writes again, and nothing that was committed is lost",
    async inject({ postgres }) {
      await postgres.crash();
      return undefined;
    },
  },
  {
    name: "PostgreSQL unreachable",
    promised:
      "nothing hangs longer than it was away; nobody hears of rollouts or regions that nobody could see",
    async inject({ postgres }) {
      postgres.relay.cut();
      await last(postgresGoneMs);
      postgres.relay.mend();
      return `it was away for ${postgresGoneMs / 1000} s, and old connections stayed dead`;
    },
  },
];

export const lostRedis: FaultCase[] = [
  {
    name: "Redis flushed",
    promised: "jobs are lost, alerts are not",
    async inject(house) {
      await redisOf(house).flush();
      return undefined;
    },
  },
  {
    name: "Redis killed and started empty",
    promised: "jobs are lost, alerts are not",
    async inject(house) {
      await redisOf(house).kill();
      await redisOf(house).start();
      return undefined;
    },
  },
  {
    name: "Redis gone",
    promised: "nothing is probed; what time decides is judged and told; probing goes on afterwards",
    async inject(house) {
      await redisOf(house).kill();
      await last(redisGoneMs);
      await redisOf(house).start();
      return `it was away for ${redisGoneMs / 1000} s`;
    },
  },
];

export const clockJumps: FaultCase[] = [
  {
    name: "clock set forward",
    promised: "five minutes that nobody saw are held against nobody",
    async inject(house) {
      await house.setClock(forwardMs);
      return undefined;
    },
  },
  {
    name: "clock set back",
    promised: "seconds that come twice count once; judging may rest until they are over",
    async inject(house) {
      await house.setClock(forwardMs - backwardMs);
      return undefined;
    },
  },
];

function redisOf({ redis }: House) {
  if (redis === null) throw new Error("This house has no Redis.");
  return redis;
}
