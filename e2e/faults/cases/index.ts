import { findRedis } from "@rollcall/testing/redis-server";
import { openHouse, type Part, singleRoles, webAndWorker } from "../house.ts";
import { everything, type FaultCase, type FaultResult, playFaults, type QueueStore } from "../play-faults.ts";
import { isThorough } from "../thorough.ts";
import { diskFull } from "./disk-full.ts";
import { hangingPostgres } from "./hanging-postgres.ts";
import { killedRoles } from "./killed-roles.ts";
import { clockJumps, lostPostgres, lostRedis, twoOfEach } from "./lost-stores.ts";
import { powerCuts } from "./power-cuts.ts";
import { storm } from "./storm.ts";

/** A fault that needs a product to itself. */
export type LoneCase = {
  name: string;
  promised: string;
  play(): Promise<FaultResult>;
  /** Why it cannot be played on this machine. */
  obstacle?(): string | null;
};

/** What is played with one product: its faults, and why it cannot be played here, if so. */
export type Play = {
  title: string;
  queue: QueueStore;
  cases: { name: string; promised: string }[];
  obstacle: string | null;
  play(): Promise<FaultResult[]>;
};

const redis = findRedis();

const stores = [twoOfEach, ...lostPostgres, ...lostRedis];
const rolesAndClocks = [...killedRoles, ...clockJumps];

/** Every fault, in the order of the table. */
export const faults: { name: string; promised: string }[] = [
  ...stores,
  ...hangingPostgres,
  ...rolesAndClocks,
  ...[diskFull, powerCuts, storm],
];

/** All plays, the longest first. */
export const plays: Play[] = [
  playHouse("hanging", webAndWorker, "PostgreSQL", hangingPostgres),
  playHouse("hanging", webAndWorker, "Redis", hangingPostgres),
  playHouse("stores", webAndWorker, "PostgreSQL", stores),
  playHouse("stores", webAndWorker, "Redis", stores),
  playAlone(powerCuts),
  playHouse("roles and clocks", singleRoles, "PostgreSQL", rolesAndClocks),
  playHouse("roles and clocks", singleRoles, "Redis", rolesAndClocks),
  playAlone(diskFull),
  playAlone(storm),
].filter(({ cases }) => cases.length > 0);

function playHouse(title: string, parts: readonly Part[], queue: QueueStore, all: FaultCase[]): Play {
  const cases = all.filter(({ needsRedis, usualQueue = queue }) =>
    needsRedis ? queue === "Redis" : isThorough || usualQueue === queue,
  );
  return {
    title: `${title}, queue on ${queue}`,
    queue,
    cases: cases.length === 0 ? [] : [...cases, { name: everything, promised: "" }],
    obstacle: queue === "Redis" && redis === null ? "redis-server is not installed" : null,
    async play() {
      const house = await openHouse(parts, queue === "Redis" ? redis : null);
      try {
        return await playFaults(house, cases);
      } finally {
        await house.close();
      }
    },
  };
}

function playAlone(lone: LoneCase): Play {
  return {
    title: lone.name,
    queue: "PostgreSQL",
    cases: [lone],
    obstacle: lone.obstacle?.() ?? null,
    play: async () => [await lone.play()],
  };
}
