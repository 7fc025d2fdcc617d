/** Starts the roles of one process, wherever it runs: the program, the demo, a test. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Database } from "@rollcall/db";
import type { ChannelKind } from "@rollcall/domain/glossary";
import type { OperatorMedium, Sender } from "@rollcall/notify";
import type { Guard } from "@rollcall/outbound";
import type { JobQueue } from "@rollcall/queue";
import {
  EnvError,
  type KeepDays,
  type Logger,
  type Metrics,
  type Role,
  usualKeepDays,
} from "@rollcall/runtime";
import { createWatch } from "@rollcall/services/instance";
import { usualBurstProbesMax } from "@rollcall/services/scheduling";
import type { RoleDeps, RunningRole, SpoolSettings } from "./role.ts";
import { startJudge } from "./roles/judge.ts";
import { startNotifier } from "./roles/notifier.ts";
import { startPreflight } from "./roles/preflight.ts";
import { startProber } from "./roles/prober.ts";
import { startScheduler } from "./roles/scheduler.ts";
import { startRolesHeart } from "./roles-heart.ts";
import { startWorkLoop } from "./work-loop.ts";

/** `db` and `secret` may be `null` where the only role is the prober, which has `regionKey` then. */
export type WorkerDeps = {
  /** Other roles than a worker's (`web`) are ignored. */
  roles: readonly Role[];
  /** Where the prober probes from. */
  regions: readonly string[];
  queue: JobQueue;
  db: Database | null;
  secret: string | null;
  regionKey: string | null;
  guard: Guard;
  /** URLs that tell a prober whether it is online; none unless given. */
  anchors?: readonly string[];
  /** Where the prober's connections come from; nobody knows unless given. */
  egressAddresses?: readonly string[];
  /** Where the prober keeps what it cannot hand over; nowhere unless given. */
  spool?: SpoolSettings | null;
  /** Where the leading scheduler says every minute that the instance is well; nowhere unless given. */
  heartbeatUrl?: string | null;
  /** For how long observations and their roll-ups are kept; as usual unless given. */
  keepDays?: KeepDays;
  /** As in `PlannerDeps`; as usual unless given. */
  burstProbesMax?: number | null;
  /** Ways to those who run the instance; none unless given. */
  operatorMedia?: readonly OperatorMedium[];
  /** Whose disk is watched; none unless given. */
  dataDir?: string | null;
  /** Needed by the notifier alone. */
  senders: Record<ChannelKind, Sender> | null;
  baseUrl: string;
  log: Logger;
  metrics: Metrics;
  now?: () => Date;
};

/** `lastDoneAt` of each role tells about its work loop; `stop` drains all of them and may be called twice. */
export type RunningWorker = {
  workerId: string;
  roles: RunningRole[];
  stop(): Promise<void>;
};

/** Starts the roles one after another; when one fails, those before it are stopped and the error is thrown. */
export async function startWorker(deps: WorkerDeps): Promise<RunningWorker> {
  const workerId = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const running: RunningRole[] = [];
  const beside: { stop(): Promise<void> }[] = [];
  let stopping: Promise<void> | null = null;
  const stopAll = async () => {
    const results = await Promise.allSettled([...running, ...beside].map((part) => part.stop()));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  };
  try {
    for (const start of plannedStarts(deps, workerId)) running.push(await start());
    const { db, log, now = () => new Date(), dataDir = null } = deps;
    if (db !== null) {
      beside.push(startRolesHeart({ db, log, now, workerId, dataDir }, running));
      beside.push(startWatching({ ...deps, db, now }, workerId));
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  return {
    workerId,
    roles: running,
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

const watchEveryMs = 5_000;

/** Tells those who run the instance of its troubles, in turn with every other program. */
function startWatching(
  deps: WorkerDeps & { db: Database; now: () => Date },
  holder: string,
): { stop(): Promise<void> } {
  const { db, queue, now, baseUrl, log, operatorMedia: media = [] } = deps;
  const watch = createWatch({ db, queue, now, baseUrl, log, media, holder });
  const loop = startWorkLoop({ name: "watch", everyMs: watchEveryMs, log }, watch.turn);
  return { stop: () => loop.stop().then(watch.stop) };
}

/** Receivers before senders: the judge listens before anything is probed. */
function plannedStarts(deps: WorkerDeps, workerId: string): (() => Promise<RunningRole>)[] {
  const { roles, regions, queue, log, metrics, baseUrl, guard, secret, regionKey } = deps;
  const { anchors = [], egressAddresses = [], spool = null } = deps;
  const { heartbeatUrl = null, keepDays = usualKeepDays } = deps;
  const common: RoleDeps = { queue, log, metrics, baseUrl, workerId };
  const isProber = roles.includes("prober");
  const starts: (() => Promise<RunningRole>)[] = [];
  if (roles.includes("notifier")) {
    starts.push(() => startNotifier({ ...requireCore(deps, common), senders: requireSenders(deps) }));
    // Registries are asked where messages leave from: it has the database, the secret and the way out.
    starts.push(() => startPreflight({ ...requireCore(deps, common), guard }));
  }
  if (roles.includes("judge")) starts.push(() => startJudge(requireCore(deps, common)));
  if (isProber)
    for (const region of regions)
      starts.push(() =>
        startProber({ ...common, guard, secret, regionKey, anchors, egressAddresses, spool, region }),
      );
  if (roles.includes("scheduler")) {
    const ownRegions = isProber ? [...regions] : [];
    const burstProbesMax = deps.burstProbesMax ?? usualBurstProbesMax;
    const settings = { ownRegions, heartbeatUrl, keepDays, burstProbesMax };
    starts.push(() => startScheduler({ ...requireCore(deps, common), guard, ...settings }));
  }
  return starts;
}

function requireCore(deps: WorkerDeps, common: RoleDeps) {
  const { db, secret, now = () => new Date() } = deps;
  if (db === null || secret === null)
    throw new EnvError(["DATABASE_URL and ROLLCALL_SECRET must be set for scheduler, judge and notifier"]);
  return { ...common, db, secret, now };
}

function requireSenders({ senders }: WorkerDeps): Record<ChannelKind, Sender> {
  if (senders === null) throw new Error("The role notifier needs senders.");
  return senders;
}
