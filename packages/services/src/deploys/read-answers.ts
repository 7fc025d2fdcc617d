import { readObservations } from "@rollcall/db";
import { type Bucket, bucket } from "@rollcall/domain/glossary";
import { classifyAnswer } from "@rollcall/domain/matching";
import { isOk, type Observation } from "@rollcall/domain/observation";
import { describeOutcome } from "@rollcall/domain/observation-text";
import { parseInput } from "@rollcall/domain/problem";
import { knownIdentities } from "@rollcall/domain/rollout";
import { wireTime } from "@rollcall/domain/wire";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { parseStoredHeaders, showHeaders } from "../monitors/stored-headers.ts";
import type { AnswerRow, AnswersView } from "../views.ts";
import { planLimits } from "../workspaces/plan-limits.ts";
import { type CurlTarget, curlCommand } from "./curl-command.ts";
import { findDeploy, type PlacedDeploy, requireDeployReading } from "./find-deploy.ts";

/** Times are RFC 3339, `from` inclusive and `to` exclusive; `cursor` is the `nextCursor` of the page before. */
export const readAnswersQuery = z.strictObject({
  region: z.string().max(40).optional(),
  monitor: z.string().max(64).optional(),
  bucket: bucket.optional(),
  outcome: z.enum(["ok", "failed"]).optional(),
  from: wireTime.optional(),
  to: wireTime.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Answers of the baseline are part of the evidence. */
const beforeStartMs = 60_000;
/** Pages read to fill one when only some buckets are wanted. */
const pagesMax = 20;

/**
 * The raw answers behind a deploy's verdicts, newest first, as far back as the workspace's plan goes. With a bucket a page may hold fewer than `limit`, even
 * none: only `nextCursor: null` is the end.
 */
export async function readAnswers(
  ctx: ServiceContext,
  deployId: string,
  query: z.input<typeof readAnswersQuery> = {},
): Promise<AnswersView> {
  requireDeployReading(ctx);
  const wanted = parseInput(readAnswersQuery, query);
  const deploy = await findDeploy(ctx.db.prisma, ctx, deployId);
  const asked = await readAskedMonitors(ctx, deploy.environmentId);
  const page = {
    workspaceId: ctx.workspaceId,
    environmentId: deploy.environmentId,
    ...timeSpan(deploy, wanted, { now: ctx.now(), keptSince: await readKeptSince(ctx) }),
    ...(wanted.region !== undefined && { region: wanted.region }),
    ...(wanted.monitor !== undefined && { monitorIds: asked.has(wanted.monitor) ? [wanted.monitor] : [] }),
    ...(wanted.outcome !== undefined && { outcome: wanted.outcome }),
    limit: wanted.limit,
  };
  let cursor = wanted.cursor;
  for (let read = 1; ; read++) {
    const { observations, nextCursor } = await readObservations(ctx.db, { ...page, cursor });
    const items = observations
      .map((observation) => toAnswerRow(observation, deploy, asked))
      .filter((row) => wanted.bucket === undefined || row.bucket === wanted.bucket);
    if (items.length > 0 || nextCursor === null || read === pagesMax) return { items, nextCursor };
    cursor = nextCursor;
  }
}

type AskedMonitor = { name: string; target: CurlTarget };

async function readAskedMonitors(
  ctx: ServiceContext,
  environmentId: string,
): Promise<Map<string, AskedMonitor>> {
  const monitors = await ctx.db.prisma.monitor.findMany({
    where: { workspaceId: ctx.workspaceId, environmentId },
    select: {
      id: true,
      name: true,
      url: true,
      method: true,
      timeoutMs: true,
      followRedirects: true,
      origin: true,
      headers: true,
    },
  });
  return new Map(
    monitors.map(({ id, name, headers, ...request }) => [
      id,
      { name, target: { ...request, headers: showHeaders(parseStoredHeaders(headers)) } },
    ]),
  );
}

/** What was asked for, within the time in which the deploy was judged. */
async function readKeptSince({ db, workspaceId, now }: ServiceContext): Promise<number> {
  const { plan } = await db.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  return now().getTime() - planLimits(plan).answerDays * 86_400_000;
}

function timeSpan(
  deploy: PlacedDeploy,
  wanted: { from?: string; to?: string },
  { now, keptSince }: { now: Date; keptSince: number },
): { from: number; to: number } {
  const first = Math.max((deploy.startedAt ?? deploy.createdAt).getTime() - beforeStartMs, keptSince);
  const last = (deploy.endedAt ?? now).getTime() + 1000;
  return {
    from: Math.max(first, wanted.from === undefined ? first : Date.parse(wanted.from)),
    to: Math.min(last, wanted.to === undefined ? last : Date.parse(wanted.to)),
  };
}

function toAnswerRow(
  observation: Observation,
  deploy: PlacedDeploy,
  asked: Map<string, AskedMonitor>,
): AnswerRow {
  const { outcome, version, monitorId } = observation;
  const monitor = asked.get(monitorId);
  const marked: Bucket = classifyAnswer(observation, knownIdentities(deploy)).bucket;
  return {
    at: new Date(observation.scheduledAt).toISOString(),
    region: observation.region,
    monitorId,
    monitorName: monitor?.name ?? monitorId,
    variant: observation.variant,
    bucket: marked,
    ok: isOk(observation),
    outcome: describeOutcome(outcome, observation.totalMs),
    status: outcome.kind === "answered" ? outcome.status : null,
    version: version?.value ?? null,
    remoteAddress: observation.remoteAddress,
    totalMs: observation.totalMs,
    timings: observation.timings,
    cache: observation.cache,
    failedAssertions: observation.failedAssertions,
    curl: monitor === undefined ? null : curlCommand(monitor.target, observation),
  };
}
