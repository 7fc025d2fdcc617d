import { readObservations } from "@rollcall/db";
import { classifyAnswer, type KnownIdentities } from "@rollcall/domain/matching";
import { isOk, type Observation } from "@rollcall/domain/observation";
import { knownIdentities } from "@rollcall/domain/rollout";
import { requirePermission, type ServiceContext } from "../context.ts";
import type { MonitorView } from "../views.ts";
import { findMonitor } from "./find-monitor.ts";
import { toMonitorView } from "./to-monitor-wire.ts";

const recentMs = 3_600_000;
const recentMax = 120;

/** One monitor with its health region by region and its answers of the last hour, at most 120. */
export async function readMonitor(ctx: ServiceContext, monitorId: string): Promise<MonitorView> {
  requirePermission(ctx, "read");
  const row = await findMonitor(ctx.db.prisma, ctx, monitorId);
  const now = ctx.now().getTime();
  const { observations } = await readObservations(ctx.db, {
    workspaceId: ctx.workspaceId,
    environmentId: row.environmentId,
    monitorIds: [row.id],
    from: now - recentMs,
    to: now + 60_000,
    order: "newest_first",
    limit: recentMax,
  });
  const known = row.version === null ? null : await readExpectation(ctx, row.environment.currentDeployId);
  return toMonitorView(
    row,
    observations
      .filter(({ variant }) => variant === "plain")
      .reverse()
      .map((observation) => toRecent(observation, known)),
  );
}

/** What the environment should serve now; `null` when nothing was announced. */
async function readExpectation(
  ctx: ServiceContext,
  currentDeployId: string | null,
): Promise<KnownIdentities | null> {
  if (currentDeployId === null) return null;
  const deploy = await ctx.db.prisma.deploy.findFirst({
    where: { workspaceId: ctx.workspaceId, id: currentDeployId },
  });
  return deploy && knownIdentities(deploy);
}

function toRecent(observation: Observation, known: KnownIdentities | null): MonitorView["recent"][number] {
  const { outcome } = observation;
  return {
    at: new Date(observation.startedAt).toISOString(),
    region: observation.region,
    ok: isOk(observation),
    bucket: known && classifyAnswer(observation, known).bucket,
    totalMs: observation.totalMs,
    version: observation.version?.value ?? null,
    status: outcome.kind === "answered" ? outcome.status : null,
  };
}
