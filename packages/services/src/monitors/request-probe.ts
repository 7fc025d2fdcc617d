import { inTransaction, newId } from "@rollcall/db";
import { type ProbeSpec, probeSpec } from "@rollcall/domain/monitor-spec";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { createMonitorInput } from "@rollcall/domain/wire";
import { onceQueueName, onceSealContext } from "@rollcall/queue";
import { sealerForRegion } from "@rollcall/runtime";
import { z } from "zod";
import { requirePermission, requireWholeWorkspace } from "../context.ts";
import { readKnownRegions } from "../scheduling/index.ts";
import { findMonitor } from "./find-monitor.ts";
import type { ProbingContext } from "./monitor-context.ts";
import { requireOpenUrl } from "./require-open-url.ts";
import { openHeaders, sealHeaders } from "./stored-headers.ts";
import { toProbeSpec } from "./to-probe-spec.ts";

/** How long an answer may take before nobody waits for it any more: a prober gives up on a target after 15 s. */
export const probeWaitMs = 25_000;
/** A request has at most this many regions; its rows are numbered from 0. */
export const probeRegionsMax = 40;

const regions = z.array(z.string()).max(probeRegionsMax).default([]);

/** Body of `POST /api/v1/monitors/{id}/probe`; no region means every one that is known. */
export const probeMonitorInput = z.strictObject({ regions });

/** Body of `POST /api/app/probe`: a request that no monitor makes yet. */
export const probeUrlInput = z.strictObject({
  ...createMonitorInput.pick({
    url: true,
    method: true,
    headers: true,
    body: true,
    timeoutMs: true,
    followRedirects: true,
    version: true,
    instance: true,
    assertions: true,
  }).shape,
  regions,
});

/** The id of a probe request, to be read with `readProbeRequest`, and where it was sent. */
export type RequestedProbe = { id: string; regions: string[] };

/** Probes a stored monitor once, now, outside its interval; the answer is shown, never judged. */
export async function requestProbe(
  ctx: ProbingContext,
  monitorId: string,
  input: unknown,
): Promise<RequestedProbe> {
  requirePermission(ctx, "write");
  const monitor = await findMonitor(ctx.db.prisma, ctx, monitorId);
  const wanted = parseInput(probeMonitorInput, input);
  return sendProbes(ctx, toProbeSpec(monitor, ctx.sealer), wanted.regions);
}

/** Probes a URL that is not a monitor yet, to see its phases, the head of its answer and version candidates. */
export async function requestUrlProbe(ctx: ProbingContext, input: unknown): Promise<RequestedProbe> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { regions: wantedRegions, headers, ...wanted } = parseInput(probeUrlInput, input);
  requireOpenUrl(ctx.guard, wanted.url);
  const sealed = sealHeaders(ctx.sealer, "unsaved", headers, []);
  const spec = probeSpec.parse({ ...wanted, headers: openHeaders(ctx.sealer, "unsaved", sealed) });
  return sendProbes(ctx, spec, wantedRegions);
}

async function sendProbes(ctx: ProbingContext, spec: ProbeSpec, wanted: string[]): Promise<RequestedProbe> {
  const { alive, expected } = await readKnownRegions(ctx.db.prisma, ctx.now());
  if (alive.length === 0)
    throw new AppError("unavailable", "No prober is connected, so nothing can be probed right now.");
  const unknown = wanted.findIndex((region) => !expected.includes(region));
  if (unknown !== -1) {
    const errors = [{ detail: `one of ${expected.join(", ")}`, pointer: `#/regions/${unknown}` }];
    throw new AppError("invalid_input", "No prober of this region has been heard of lately.", { errors });
  }
  const targets = (wanted.length === 0 ? expected : [...new Set(wanted)]).slice(0, probeRegionsMax);
  const id = newId("prq");
  const now = ctx.now();
  await inTransaction(ctx.db, (tx) =>
    tx.probeRequest.createMany({
      data: targets.map((region, index) => ({
        id: rowId(id, index),
        workspaceId: ctx.workspaceId,
        region,
        createdAt: now,
      })),
    }),
  );
  await Promise.all(
    targets.map(async (region, index) => {
      // Its row says that it was asked; reading it tells that nobody is there.
      if (!alive.includes(region)) return;
      const requestId = rowId(id, index);
      const { workspaceId } = ctx;
      const context = onceSealContext({ workspaceId, requestId });
      const sealedSpec = sealerForRegion(ctx.secret, region).seal(JSON.stringify(spec), context);
      const expiresAt = now.getTime() + probeWaitMs;
      const request = { requestId, workspaceId, region, expiresAt, sealedSpec, inspect: true };
      await ctx.queue.enqueue(onceQueueName(region), "probe.once", request, { jobId: requestId });
    }),
  );
  return { id, regions: targets };
}

/** The row of a request's n-th region. */
export function rowId(requestId: string, index: number): string {
  return `${requestId}_${index}`;
}
