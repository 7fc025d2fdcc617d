import { inTransaction, Prisma } from "@rollcall/db";
import { parseInput } from "@rollcall/domain/problem";
import { type MonitorWire, type PatchMonitorInput, patchMonitorInput } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission } from "../context.ts";
import { requireInterval } from "./create-monitor.ts";
import { findMonitor } from "./find-monitor.ts";
import type { MonitorContext } from "./monitor-context.ts";
import { requireOpenOrigin, requireOpenUrl } from "./require-open-url.ts";
import { requireSecretsAnew } from "./require-secrets-anew.ts";
import { requireVerifiable } from "./require-verifiable.ts";
import { parseStoredHeaders, sealHeaders } from "./stored-headers.ts";
import { monitorIncludes, toMonitorWire } from "./to-monitor-wire.ts";
import { wakeJudge } from "./wake-judge.ts";

/** Changing one of these changes what a probe asks or how its answer is read; older answers are not judged then. */
const probedFields = [
  "url",
  "method",
  "headers",
  "body",
  "timeoutMs",
  "followRedirects",
  "origin",
  "version",
  "instance",
  "assertions",
] as const satisfies readonly (keyof PatchMonitorInput)[];

/** Changes what is named and leaves the rest; the monitor is probed at once when what is probed has changed. */
export async function patchMonitor(
  ctx: MonitorContext,
  monitorId: string,
  input: unknown,
): Promise<MonitorWire> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM monitor WHERE id = ${monitorId} AND workspace_id = ${ctx.workspaceId} FOR UPDATE`;
    const stored = await findMonitor(tx, ctx, monitorId);
    const patch = parseInput(patchMonitorInput, input);
    const current = toMonitorWire(stored);
    if (patch.url !== undefined) requireOpenUrl(ctx.guard, patch.url);
    requireOpenOrigin(ctx.guard, patch.origin, patch.url ?? current.url);
    requireSecretsAnew(current, patch);
    const verifiesDeploys = decideVerifies(current, patch);
    requireVerifiable({ ...current, ...patch, verifiesDeploys });
    if (patch.intervalSeconds !== undefined) {
      const { plan } = await tx.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } });
      requireInterval(plan, patch.intervalSeconds);
    }
    const isProbedAnew = probedFields.some((field) => patch[field] !== undefined);
    await tx.monitor.update({
      where: { id: monitorId },
      data: {
        ...toColumns(ctx, monitorId, stored.headers, patch),
        verifiesDeploys,
        configVersion: stored.configVersion + (isProbedAnew ? 1 : 0),
        updatedAt: ctx.now(),
      },
    });
    await wakeJudge(tx, stored.environmentId, ctx.now());
    await writeAudit(tx, ctx, "monitor.change", monitorId, { fields: Object.keys(patch) });
    await notifyWorkspace(tx, ctx.workspaceId);
    return toMonitorWire(
      await tx.monitor.findUniqueOrThrow({ where: { id: monitorId }, include: monitorIncludes }),
    );
  });
}

/** A monitor that gains a version reader begins to verify deploys, one that loses it stops, unless told otherwise. */
function decideVerifies(current: MonitorWire, patch: PatchMonitorInput): boolean {
  if (patch.verifiesDeploys !== undefined) return patch.verifiesDeploys;
  if (patch.version === null) return false;
  if (patch.version !== undefined && current.version === null) return true;
  return current.verifiesDeploys;
}

function toColumns(ctx: MonitorContext, id: string, storedHeaders: unknown, patch: PatchMonitorInput) {
  const { headers, quorum, version, instance, verifiesDeploys: _decided, ...plain } = patch;
  return {
    ...plain,
    ...(headers && { headers: sealHeaders(ctx.sealer, id, headers, parseStoredHeaders(storedHeaders)) }),
    ...(quorum !== undefined && { quorumRegions: quorum?.regions ?? null }),
    ...(version !== undefined && { version: version ?? Prisma.DbNull }),
    ...(instance !== undefined && { instance: instance ?? Prisma.DbNull }),
  };
}
