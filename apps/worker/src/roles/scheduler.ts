/** The scheduler: one leader decides, second by second, what is probed from where. */
import type { Guard } from "@rollcall/outbound";
import { observationsQueueName, onceQueueName, probeQueueName, urgentQueueName } from "@rollcall/queue";
import { createSealer, type KeepDays } from "@rollcall/runtime";
import { closeRollups, keepRollups } from "@rollcall/services/history";
import { defaultRetention, runHousekeeping } from "@rollcall/services/housekeeping";
import {
  acquireLease,
  type BurstPace,
  confirmChannel,
  createBurstPace,
  createPlanner,
  type Lease,
  type PlannedBatch,
  type Planner,
  readKnownRegions,
  releaseLease,
  renewLease,
} from "@rollcall/services/scheduling";
import { z } from "zod";
import { createDeadManPing } from "../dead-man-ping.ts";
import { createHandOut, type HandOut } from "../hand-out.ts";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

const leaseName = "scheduler";
/** Renewed and tried for every second: a standby leads at most this and a second after the leader stopped. */
const leaseMs = 3_500;
/** Leads, plans and hands out a whole second at its beginning: probers begin each probe at its instant in it. */
const planEveryMs = 1_000;
const clearOutEveryMs = 3_600_000;

/** A leader that could hand out nothing for so long gives up the lease, and leaves it to others for a while. */
const cutOffMs = 5_000;
const abstainMs = 3_000;

type Leadership = { lease: Lease; planner: Planner; renewedAtMs: number; handOut: HandOut };

/** `ownRegions` are those this process probes from itself; `heartbeatUrl` hears every minute that the instance is well. */
type SchedulerDeps = CoreDeps & {
  ownRegions: string[];
  guard: Guard;
  heartbeatUrl: string | null;
  keepDays: KeepDays;
  /** What rollouts are probed with beside their intervals, a second, while the judge keeps up. */
  burstProbesMax: number;
  /** For how long nothing could be handed out before the lease is given up; some seconds unless given. */
  cutOffMs?: number;
};

/** Starts planning as soon as the lease can be had. */
export async function startScheduler(deps: SchedulerDeps): Promise<RunningRole> {
  const { db, metrics, now, secret, ownRegions } = deps;
  const log = deps.log.child({ role: "scheduler" });
  const pace = createBurstPace(deps.burstProbesMax);
  const planning = { db, log, secret, ownRegions, burstProbesMax: pace.max, sealer: createSealer(secret) };
  let leadership: Leadership | null = null;
  let abstainsUntilMs = Number.NEGATIVE_INFINITY;

  /** Leads on, or tries to lead; the clock that a hung process is held to is monotonic. */
  async function lead(): Promise<Leadership | null> {
    const renewedAtMs = performance.now();
    if (leadership !== null) {
      if (await renewLease(db, leadership.lease, leaseMs)) {
        leadership.renewedAtMs = renewedAtMs;
        return leadership;
      }
      log.warn({ holder: deps.workerId }, "lost the lease");
    }
    const lease = await acquireLease(db, leaseName, deps.workerId, leaseMs);
    if (lease === null) return null;
    log.info({ holder: deps.workerId, token: String(lease.token) }, "leads");
    const handOut = createHandOut(deps.queue, deps.cutOffMs ?? cutOffMs);
    const planner = createPlanner(planning);
    await planner.load(now);
    return { lease, planner, renewedAtMs, handOut };
  }

  /** For a standby that reaches the queue. */
  async function giveUp({ lease }: Leadership): Promise<void> {
    leadership = null;
    abstainsUntilMs = performance.now() + abstainMs;
    await releaseLease(db, lease);
    log.warn({ holder: deps.workerId }, "gave up the lease: the queue takes nothing from here");
  }

  async function plan({ planner }: Leadership): Promise<PlannedBatch[]> {
    const { batches, leftOut, skippedSeconds } = await planner.plan(now());
    metrics.burstProbesLeftOut.inc(leftOut);
    if (skippedSeconds === 0) return batches;
    metrics.schedulerSkippedSeconds.inc(skippedSeconds);
    log.warn({ skippedSeconds }, "seconds were skipped: planning was held up for too long to catch up");
    return batches;
  }

  const second = () => Math.floor(now().getTime() / planEveryMs);
  const loop = startWorkLoop({ name: "scheduler", everyMs: planEveryMs, log }, async () => {
    const begun = second();
    leadership = performance.now() < abstainsUntilMs ? null : await lead();
    if (leadership === null) return;
    await handOutDue(leadership);
    // It ran into the next second, or began a moment before it: that one does not wait for another.
    if (second() > begun) loop.wake();
  });

  async function handOutDue(leader: Leadership): Promise<void> {
    const batches = await plan(leader);
    const { lease, renewedAtMs, handOut } = leader;
    // Planned late, or stopped meanwhile: the lease may be somebody else's by now.
    if (performance.now() - renewedAtMs > leaseMs && !(await renewLease(db, lease, leaseMs))) {
      log.warn({ batches: batches.length }, "planned too late: another scheduler leads");
      leadership = null;
      return;
    }
    const work = batches.length === 0 ? null : () => enqueue(deps, batches, lease);
    if ((await handOut.attempt(work)) === "cut_off") return giveUp(leader);
    const [first] = batches;
    if (first === undefined) return;
    metrics.schedulerLagSeconds.set(Math.max(0, now().getTime() - first.at) / 1000);
    const probes = batches.reduce((sum, batch) => sum + batch.probes, 0);
    log.debug({ probes, batches: batches.length }, "tick");
  }

  const stopListening = await db.listen(confirmChannel, (payload) => {
    const wanted = readConfirm(payload);
    if (wanted !== null) leadership?.planner.confirm(wanted.monitorId, wanted.regions);
  });
  const housekeeping = startHousekeeping(deps, pace, () => leadership !== null);
  const rollups = startRollups(deps, () => leadership !== null);
  const pinging = startPinging(deps, () => leadership !== null);

  return {
    name: "scheduler",
    lastDoneAt: loop.lastDoneAt,
    async stop() {
      await Promise.all([loop.stop(), housekeeping.stop(), rollups.stop(), pinging?.stop(), stopListening()]);
      if (leadership !== null) await releaseLease(db, leadership.lease);
    },
  };
}

/** Each by itself: to add several at once costs PostgreSQL twice as much for each. The token tells probers who leads. */
async function enqueue({ queue }: CoreDeps, batches: PlannedBatch[], { token }: Lease): Promise<void> {
  const leaderToken = Number(token);
  await Promise.all(
    batches.map(({ jobId, batch }) =>
      queue.enqueue(probeQueueName(batch.region), "probe.batch", { ...batch, leaderToken }, { jobId }),
    ),
  );
}

/** What the leader does beside planning: storage stays bounded, queues are measured. */
function startHousekeeping(deps: SchedulerDeps, pace: BurstPace, isLeader: () => boolean) {
  let clearedOutAtMs = Number.NEGATIVE_INFINITY;
  return startWorkLoop({ name: "housekeeping", everyMs: 5_000, log: deps.log }, async () => {
    if (!isLeader()) return;
    await measureQueues(deps, pace);
    if (performance.now() - clearedOutAtMs < clearOutEveryMs) return;
    const retention = { ...defaultRetention, observationDays: deps.keepDays.observations };
    const result = {
      ...(await runHousekeeping(deps, retention)),
      ...(await keepRollups(deps, deps.keepDays)),
    };
    clearedOutAtMs = performance.now();
    deps.log.info(result, "housekeeping");
  });
}

/** What was observed is added up minute by minute, by the leader alone so that nobody waits for it. */
function startRollups({ db, now, log, keepDays }: SchedulerDeps, isLeader: () => boolean) {
  return startWorkLoop({ name: "roll-ups", everyMs: 60_000, log }, async () => {
    if (!isLeader()) return;
    const closed = await closeRollups({ db, now }, Math.min(keepDays.minutes, keepDays.observations));
    log.debug(closed, "roll-ups");
  });
}

/** The leader alone pings, so that an instance of many programs says it once. */
function startPinging(deps: SchedulerDeps, isLeader: () => boolean) {
  const { heartbeatUrl: url, log } = deps;
  if (url === null) return null;
  const ping = createDeadManPing({ ...deps, url });
  return startWorkLoop({ name: "outgoing heartbeat", everyMs: 10_000, log }, async () => {
    if (isLeader()) await ping();
  });
}

async function measureQueues({ db, queue, metrics, log, now }: CoreDeps, pace: BurstPace): Promise<void> {
  const { alive, expected } = await readKnownRegions(db.prisma, now());
  const ofRegions = expected.flatMap((region) => [probeQueueName(region), onceQueueName(region)]);
  for (const name of [urgentQueueName, observationsQueueName, ...ofRegions]) {
    const { waiting, active } = await queue.depth(name);
    metrics.queueDepth.set({ queue: name, state: "waiting" }, waiting);
    metrics.queueDepth.set({ queue: name, state: "active" }, active);
    if (name !== observationsQueueName) continue;
    const reports = waiting + active;
    if (pace.note({ reports, regions: alive.length }))
      log.warn(
        { reports, burstProbesMax: pace.max() },
        "the judge is behind: rollouts are probed less densely",
      );
  }
}

const confirmMessage = z.object({ monitorId: z.string(), regions: z.array(z.string()) });

function readConfirm(payload: string): z.infer<typeof confirmMessage> | null {
  try {
    return confirmMessage.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
