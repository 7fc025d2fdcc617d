/**
 * Watches the instance and tells those who run it. Every program that has the database does it, and one at a time
 * leads, by a lease: whichever role dies, another program tells of it. What was told is written under the lease's
 * token, so that neither a restart nor the next leader tells it again.
 *
 * When the database itself is away, only the program that led last tells of it, from its memory: the others cannot know
 * that they are alone.
 */
import { type Database, Prisma } from "@rollcall/db";
import {
  databaseFault,
  type InstanceFault,
  quietWatch,
  storedWatch,
  type Watch,
} from "@rollcall/domain/instance";
import { type Logger, within } from "@rollcall/runtime";
import { acquireLease, type Lease, releaseLease, renewLease } from "../scheduling/lease.ts";
import { type InstanceDeps, readInstance } from "./read-instance.ts";
import { createTroubles, type OperatorMedium } from "./troubles.ts";

/** `holder` names this program among the others; without media nothing is watched. */
export type WatchDeps = InstanceDeps & {
  holder: string;
  media: readonly OperatorMedium[];
  baseUrl: string;
  log: Logger;
};

/** `turn` is due every few seconds; it throws what kept it from looking. `stop` waits a moment for messages on their way. */
export type InstanceWatch = { turn(): Promise<void>; stop(): Promise<void> };

const leaseName = "watch";
/** Turns come every 5 s. */
const leaseMs = 15_000;
/** A connection whose packets are dropped says nothing for many minutes. */
const lookMs = 12_000;
/** A server that hangs must not keep a program from ending. */
const settleMs = 3_000;
const rowId = "instance";

/** Makes a watch that has told nothing yet; what others have told it reads when it leads. */
export function createWatch(deps: WatchDeps): InstanceWatch {
  const { db, holder, log } = deps;
  let lease: Lease | null = null;
  let looking: Promise<InstanceFault[] | null> | null = null;
  let awaySinceMs: number | null = null;
  const known = createTroubles(deps, async (watch, unreachedSince) => {
    if (lease !== null) await writeWatch(db, lease, watch, unreachedSince);
  });
  // What cannot be written while it lasts is not written at all.
  const outage = createTroubles(deps, async () => {});

  /** What is wrong; `null` while another program leads. */
  async function look(): Promise<InstanceFault[] | null> {
    if (lease !== null && !(await renewLease(db, lease, leaseMs))) lease = null;
    if (lease === null) {
      lease = await acquireLease(db, leaseName, holder, leaseMs);
      if (lease === null) return null;
      log.info({ holder }, "watches the instance");
      known.load(await readWatch(db));
    }
    return (await readInstance(deps)).faults;
  }

  async function turn(): Promise<void> {
    looking ??= look().finally(() => {
      looking = null;
    });
    try {
      const faults = await within(lookMs, looking);
      awaySinceMs = null;
      await outage.advance([]);
      if (faults !== null) await known.advance(faults.filter(isTellable));
    } catch (error) {
      if (lease === null) throw error;
      const atMs = deps.now().getTime();
      awaySinceMs ??= atMs;
      log.warn({ err: error }, "the instance could not be looked at");
      await outage.advance([databaseFault(awaySinceMs, atMs)]);
    }
  }

  return {
    turn: async () => {
      if (deps.media.length > 0) await turn();
    },
    async stop() {
      const settled = Promise.all([known.settle(), outage.settle()]);
      await within(settleMs, settled).catch(() => log.warn("operators may be told twice"));
      if (lease !== null) await releaseLease(db, lease).catch(() => {});
      lease = null;
    },
  };
}

/** That nobody can be told is for others to find: the outgoing heartbeat stops. */
function isTellable({ code }: InstanceFault): boolean {
  return code !== "operators_unreached";
}

async function readWatch(db: Database): Promise<Watch> {
  const row = await db.prisma.instanceWatch.findUnique({ where: { id: rowId } });
  // Only this verb writes the column, so its shape is ours.
  return row === null ? quietWatch : (row.watch as unknown as Watch);
}

/** Nothing is written over what a later leader wrote. */
async function writeWatch(
  db: Database,
  { token }: Lease,
  watch: Watch,
  unreachedSince: Date | null,
): Promise<void> {
  const stored = JSON.stringify(storedWatch(watch));
  await db.prisma.$executeRaw(Prisma.sql`
    INSERT INTO instance_watch AS w (id, watch, unreached_since, token)
    VALUES (${rowId}, ${stored}::jsonb, ${unreachedSince}::timestamptz, ${token})
    ON CONFLICT (id) DO UPDATE SET
      watch = excluded.watch, unreached_since = excluded.unreached_since, token = excluded.token
    WHERE w.token <= excluded.token`);
}
