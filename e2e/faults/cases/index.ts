import { findRedis } from "@rollcall/testing/redis-server";
import { openHouse } from "../house.ts";
import { everything, type FaultCase, type FaultResult, playFaults } from "../play-faults.ts";
import { diskFull } from "./disk-full.ts";
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
  queue: "PostgreSQL" | "Redis";
  cases: { name: string; promised: string }[];
  obstacle: string | null;
  play(): Promise<FaultResult[]>;
};

const redis = findRedis();

/** All plays, the longest first. */
export const plays: Play[] = [
  playHouse("stores", "PostgreSQL", [twoOfEach, ...lostPostgres, ...clockJumps]),
  playHouse("stores", "Redis", [twoOfEach, ...lostPostgres, ...lostRedis]),
  playHouse("roles", "PostgreSQL", killedRoles),
  playHouse("roles", "Redis", killedRoles),
  ...[diskFull, powerCuts, storm].map(playAlone),
];

function playHouse(title: string, queue: Play["queue"], cases: FaultCase[]): Play {
  return {
    title: `${title}, queue on ${queue}`,
    queue,
    cases: [...cases, { name: everything, promised: "" }],
    obstacle: queue === "Redis" && redis === null ? "redis-server is not installed" : null,
    async play() {
      const house = await openHouse(queue === "Redis" ? redis : null);
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
