/** Opens rollouts by the product's own verbs, and decides which of them go wrong, how and when. */
import { createGuard } from "@rollcall/outbound";
import { createChannel } from "@rollcall/services/channels";
import type { ServiceContext } from "@rollcall/services/context";
import { announceDeploy } from "@rollcall/services/deploys";
import { createMonitor } from "@rollcall/services/monitors";
import type { Random } from "@rollcall/testing/fleet";
import { newVersion, oldVersion } from "./answers.ts";
import { baseUrl, type Stage } from "./stage.ts";

/** One open rollout of a service of its own. */
export type Rollout = { service: string; monitorId: string; deployId: string; startedAt: number };

const verbsAtOnce = 4;
const intervalSeconds = 30;

/** Makes `count` services with a monitor and an announced deploy each, told to email channels of so many services. */
export async function openRollouts(
  stage: Stage,
  { count, servicesOfChannel }: { count: number; servicesOfChannel: number },
): Promise<Rollout[]> {
  const names = Array.from({ length: count }, (_, i) => `service-${String(i + 1).padStart(4, "0")}`);
  const ctx = { ...contextOf(stage), sealer: stage.sealer, guard: createGuard(""), mail: null };
  for (let i = 0; i < count; i += servicesOfChannel) {
    const name = `team ${i / servicesOfChannel + 1}`;
    const config = { to: [`${name.replace(" ", "-")}@example.com`] };
    await createChannel(ctx, {
      kind: "email",
      name,
      config,
      services: names.slice(i, i + servicesOfChannel),
    });
  }
  const rollouts: Rollout[] = [];
  const waiting = names.values();
  const lane = async () => {
    for (const service of waiting) rollouts.push(await openRollout(ctx, service));
  };
  await Promise.all(Array.from({ length: verbsAtOnce }, lane));
  return rollouts.sort((a, b) => a.service.localeCompare(b.service));
}

function contextOf({ db, workspaceId }: Stage): ServiceContext {
  return { db, workspaceId, actor: { kind: "system", name: "bench" }, now: () => new Date(), baseUrl };
}

async function openRollout(ctx: Parameters<typeof createMonitor>[0], service: string): Promise<Rollout> {
  const monitor = await createMonitor(ctx, {
    service,
    url: `https://${service}.example.com/version`,
    version: { from: "header", name: "x-version" },
    intervalSeconds,
  });
  const { deploy } = await announceDeploy(ctx, {
    service,
    version: newVersion,
    previousVersion: oldVersion,
    progressDeadlineSeconds: 3600,
  });
  return {
    service,
    monitorId: monitor.id,
    deployId: deploy.id,
    startedAt: Date.parse(deploy.startedAt ?? deploy.createdAt),
  };
}

/** Which rollout goes wrong when, in epoch milliseconds, and whether by its deadline or because all answers fail. */
export type Trouble = { rollout: Rollout; at: number; how: "stuck" | "down" };

/** Troubles that come at random, `perSecond` of them on average: the arrivals of a Poisson process. */
export function atRandom(
  rollouts: readonly Rollout[],
  { from, seconds, perSecond, random }: { from: number; seconds: number; perSecond: number; random: Random },
): Trouble[] {
  const troubles: Trouble[] = [];
  let at = from;
  for (const rollout of rollouts) {
    at += (-Math.log(1 - random()) / perSecond) * 1000;
    if (at >= from + seconds * 1000) break;
    troubles.push({ rollout, at, how: troubles.length % 2 === 0 ? "stuck" : "down" });
  }
  return troubles;
}

/** Every rollout misses its deadline at an instant of its own within `seconds`. */
export function allWithin(
  rollouts: readonly Rollout[],
  { from, seconds, random }: { from: number; seconds: number; random: Random },
): Trouble[] {
  return rollouts.map((rollout) => ({ rollout, at: from + random() * seconds * 1000, how: "stuck" }));
}

/**
 * Lets the troubles come: deadlines are moved to their instants, answers change at theirs. Of the others one half rolls
 * on slowly, the other one waits for its new version.
 */
export async function bring(stage: Stage, rollouts: readonly Rollout[], troubles: Trouble[]): Promise<void> {
  const stuck = troubles.filter(({ how }) => how === "stuck");
  const failing = new Map(
    troubles.flatMap(({ how, rollout, at }) => (how === "down" ? [[rollout.monitorId, at] as const] : [])),
  );
  const stuckIds = new Set(stuck.map(({ rollout }) => rollout.deployId));
  const now = Date.now();
  stage.tellTruths(
    rollouts.map(({ monitorId, deployId }, i) => ({
      monitorId,
      changesAt: i % 2 === 0 || stuckIds.has(deployId) ? null : now,
      failsAt: failing.get(monitorId) ?? null,
    })),
  );
  // One by one: the judge holds rows of many deploys at once.
  for (const { rollout, at } of stuck)
    await stage.db.pool.query("UPDATE deploy SET progress_deadline_seconds = $2 WHERE id = $1", [
      rollout.deployId,
      Math.max(1, Math.round((at - rollout.startedAt) / 1000)),
    ]);
}
