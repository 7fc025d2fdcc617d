/** What the programs stand on goes away and comes back. */
import type { House } from "../house.ts";
import type { FaultCase } from "../play-faults.ts";
import { letLast } from "./let-last.ts";

/** Longer than the patience of anything that waits for PostgreSQL: 3.5 s of a lease to 30 s of a transaction. */
const postgresGoneMs = 35_000;
/** Longer than a producer waits for Redis (5 s) and a batch lives (10 s). */
const redisGoneMs = 12_000;
/** Longer than a job is its worker's alone (30 s). */
const redisHangsMs = 35_000;
const forwardMs = 300_000;
const backwardMs = 15_000;

export const twoOfEach: FaultCase = {
  name: "two schedulers, judges, notifiers and probers",
  promised: "one of them does each thing",
  async inject(house) {
    await house.start("worker");
    return "so it stayed during the faults below";
  },
};

export const lostPostgres: FaultCase[] = [
  {
    name: "PostgreSQL crashes and recovers",
    promised: "whoever wrote writes again, and nothing that was committed is lost",
    usualQueue: "PostgreSQL",
    async inject({ postgres }) {
      await postgres.crash();
      return undefined;
    },
  },
  {
    name: "PostgreSQL unreachable",
    promised:
      "nothing hangs longer than it was away; nobody hears of rollouts or regions that nobody could see",
    usualQueue: "PostgreSQL",
    async inject(house) {
      const { relay } = house.postgres;
      relay.cut();
      const said = await letLast(house, "database", postgresGoneMs);
      relay.mend();
      return `${said}, and old connections stayed dead`;
    },
  },
];

export const lostRedis: FaultCase[] = [
  {
    name: "Redis flushed",
    promised: "jobs are lost, alerts are not",
    needsRedis: true,
    async inject(house) {
      await redisOf(house).flush();
      return undefined;
    },
  },
  {
    name: "Redis killed and started empty",
    promised: "jobs are lost, alerts are not",
    needsRedis: true,
    async inject(house) {
      await redisOf(house).kill();
      await redisOf(house).start();
      return undefined;
    },
  },
  {
    name: "Redis gone",
    promised: "nothing is probed; what time decides is judged and told; probing goes on afterwards",
    needsRedis: true,
    async inject(house) {
      await redisOf(house).kill();
      const said = await letLast(house, "queue", redisGoneMs);
      await redisOf(house).start();
      return said;
    },
  },
  {
    name: "Redis hangs",
    promised: "whoever asks it gives up in time; jobs that two had in hand are done once",
    needsRedis: true,
    async inject(house) {
      redisOf(house).hang();
      const said = await letLast(house, "queue", redisHangsMs);
      redisOf(house).wake();
      return said;
    },
  },
];

export const clockJumps: FaultCase[] = [
  {
    name: "clock set forward",
    promised: "five minutes that nobody saw are held against nobody",
    usualQueue: "PostgreSQL",
    async inject(house) {
      await house.setClock(forwardMs);
      return undefined;
    },
  },
  {
    name: "clock set back",
    promised: "seconds that come twice count once; judging may rest until they are over",
    usualQueue: "PostgreSQL",
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
