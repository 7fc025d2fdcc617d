/** How the instance itself stands: its programs, its queues, its regions, what waits to be told, and what is wrong. */
import type { Database } from "@rollcall/db";
import {
  type CoreRole,
  coreRoles,
  type DiskRoom,
  type InstanceFacts,
  type InstanceFault,
  judgeInstance,
  type QueueLag,
  type RoleState,
  roleState,
} from "@rollcall/domain/instance";
import { forgottenAfterMs, heardWithinMs } from "@rollcall/domain/regions";
import {
  type JobQueue,
  observationsQueueName,
  onceQueueName,
  probeQueueName,
  urgentQueueName,
} from "@rollcall/queue";
import { readPresences } from "../regions/read-presences.ts";
import { readKnownRegions } from "../scheduling/known-regions.ts";
import { readTelling } from "./read-telling.ts";

export type InstanceDeps = { db: Database; queue: Pick<JobQueue, "depth" | "waitingSince">; now: () => Date };

/** One program's role as it is shown; `isLeader` of the one scheduler that plans. */
export type RoleRow = {
  role: CoreRole;
  workerId: string;
  version: string;
  startedAt: Date;
  heardAt: Date;
  doneAt: Date;
  state: RoleState;
  isLeader: boolean;
};

export type Instance = { at: Date; roles: RoleRow[]; facts: InstanceFacts; faults: InstanceFault[] };

const dayMs = 86_400_000;

/** Judges the instance as it stands now. With `workspaceId` only its own dead letters count. Throws when the database is away. */
export async function readInstance(deps: InstanceDeps, workspaceId?: string): Promise<Instance> {
  const { db } = deps;
  const at = deps.now();
  const [workers, lease, queues, presences, telling, watch] = await Promise.all([
    db.prisma.roleWorker.findMany({
      where: { heardAt: { gt: new Date(at.getTime() - dayMs) } },
      orderBy: { heardAt: "desc" },
    }),
    db.prisma.lease.findUnique({ where: { name: "scheduler" } }),
    readQueues(deps, at),
    readPresences(db.prisma, at),
    readTelling(db, { now: at, workspaceId }),
    db.prisma.instanceWatch.findFirst({ select: { unreachedSince: true } }),
  ]);
  const known = coreRoles.flatMap((role) =>
    workers.filter((worker) => worker.role === role).map((worker) => ({ ...worker, role })),
  );
  const facts: InstanceFacts = {
    signs: known.map(({ role, heardAt, doneAt }) => ({
      role,
      heardAt: heardAt.getTime(),
      doneAt: doneAt.getTime(),
    })),
    ledUntil: lease?.expiresAt.getTime() ?? null,
    queues: queues ?? [],
    isQueueAway: queues === null,
    presences,
    ...telling,
    disks: disksOf(workers, at),
    operatorsUnreachedSince: watch?.unreachedSince?.getTime() ?? null,
  };
  const isShown = ({ heardAt }: { heardAt: Date }) => at.getTime() - heardAt.getTime() < forgottenAfterMs;
  const roles = known
    .filter(
      (worker, index) => isShown(worker) || index === known.findIndex(({ role }) => role === worker.role),
    )
    .map((worker) => ({
      ...worker,
      state: roleState({ heardAt: worker.heardAt.getTime(), doneAt: worker.doneAt.getTime() }, at.getTime()),
      isLeader: worker.role === "scheduler" && worker.workerId === lease?.holder && lease.expiresAt > at,
    }));
  return { at, roles, facts, faults: judgeInstance(facts, at.getTime()) };
}

/** One a program that is heard: its roles tell of the same disk. */
function disksOf(
  workers: readonly {
    workerId: string;
    heardAt: Date;
    diskFreeBytes: bigint | null;
    diskTotalBytes: bigint | null;
  }[],
  at: Date,
): DiskRoom[] {
  const rooms = workers.flatMap(
    ({ workerId, heardAt, diskFreeBytes, diskTotalBytes }): [string, DiskRoom][] => {
      const isHeard = at.getTime() - heardAt.getTime() <= heardWithinMs;
      if (!isHeard || diskFreeBytes === null || diskTotalBytes === null) return [];
      return [[workerId, { workerId, freeBytes: Number(diskFreeBytes), totalBytes: Number(diskTotalBytes) }]];
    },
  );
  return [...new Map(rooms).values()];
}

/** `null` when the queue does not answer. */
async function readQueues({ db, queue }: InstanceDeps, at: Date): Promise<QueueLag[] | null> {
  const { expected } = await readKnownRegions(db.prisma, at);
  const names = [
    ...[urgentQueueName, observationsQueueName].map((name) => ({ name, region: null })),
    ...expected.flatMap((region) =>
      [probeQueueName(region), onceQueueName(region)].map((name) => ({ name, region })),
    ),
  ];
  const lags = Promise.all(
    names.map(async ({ name, region }) => {
      const [{ waiting }, since] = await Promise.all([queue.depth(name), queue.waitingSince(name)]);
      const oldestMs = since === null ? null : Math.max(0, at.getTime() - since);
      return { queue: name, region, waiting, oldestMs };
    }),
  );
  return lags.catch(() => null);
}
