import { severity } from "@rollcall/domain/glossary";
import type { ComparedAnswer, RegionComparison, RegionVerdict } from "@rollcall/domain/rollout";
import type { ServiceContext } from "../context.ts";
import { readStoredVerdict } from "../ingest/stored-verdict.ts";
import { parseStoredHeaders, showHeaders } from "../monitors/stored-headers.ts";
import type { ComparedAnswerView, RolloutRegionRow, RolloutView } from "../views.ts";
import { advisoryMarkers } from "./advisory-markers.ts";
import { curlCommand } from "./curl-command.ts";
import { describeProbing } from "./describe-probing.ts";
import { findDeploy, type PlacedDeploy, requireDeployReading } from "./find-deploy.ts";
import { chartColumnSeconds, chartMarkers, rolloutChart, type StoredSlice } from "./rollout-chart.ts";
import { toDeployWire } from "./to-deploy-wire.ts";
import { toVerdictWire } from "./verdict-event.ts";

const verdictsMax = 50;

/** Everything the rollout view shows, from summaries alone: its cost does not grow with the answers behind it. */
export async function readRollout(ctx: ServiceContext, deployId: string): Promise<RolloutView> {
  requireDeployReading(ctx);
  const deploy = await findDeploy(ctx.db.prisma, ctx, deployId);
  const now = ctx.now();
  const startedAt = deploy.startedAt ?? deploy.createdAt;
  const spanMs = (deploy.endedAt ?? now).getTime() - startedAt.getTime();
  const { slices, events, incident, monitor } = await readParts(ctx, deploy, chartColumnSeconds(spanMs));
  const verdict = readStoredVerdict(deploy.verdict);
  const verdicts = events.map((event) => toVerdictWire(event, ctx.baseUrl));
  return {
    generatedAt: now.toISOString(),
    seq: deploy.eventSeq,
    deploy: toDeployWire(deploy, { baseUrl: ctx.baseUrl, incidentId: incident?.id ?? null }),
    impact: verdict?.impact ?? "",
    regions: (verdict?.regions ?? []).map((region) => toRegionRow(region, startedAt.getTime())),
    chart: rolloutChart(
      slices,
      [...chartMarkers(deploy, verdict, verdicts), ...advisoryMarkers(deploy, verdict, slices, now)],
      spanMs,
    ),
    verdicts,
    probing: describeProbing(verdict?.plan ?? null, deploy.endedAt !== null),
    instances: verdict?.instances ?? null,
    incident: incident && {
      id: incident.id,
      state: incident.state,
      severity: severity.parse(incident.severity),
      title: incident.title,
    },
    curl: monitor && curlCommand({ ...monitor, headers: showHeaders(parseStoredHeaders(monitor.headers)) }),
  };
}

/** Slices are added up by columns of the chart, of which there are few however long it lasts. */
async function readParts(ctx: ServiceContext, deploy: PlacedDeploy, columnSeconds: number) {
  const { prisma } = ctx.db;
  const { workspaceId } = ctx;
  const [slices, events, incident, monitor] = await Promise.all([
    prisma.$queryRaw<StoredSlice[]>`
      SELECT min(at) AS at, sum(expected)::int AS expected, sum(previous)::int AS previous, sum(other)::int AS other,
        sum(unreadable)::int AS unreadable, sum(error)::int AS error
      FROM rollout_slice WHERE workspace_id = ${workspaceId} AND deploy_id = ${deploy.id}
      GROUP BY date_bin(make_interval(secs => ${columnSeconds}), at, 'epoch') ORDER BY 1`,
    prisma.deployEvent.findMany({
      where: { workspaceId, deployId: deploy.id, type: "state" },
      orderBy: { seq: "desc" },
      take: verdictsMax,
    }),
    prisma.incident.findFirst({
      where: { workspaceId, deployId: deploy.id },
      orderBy: { openedAt: "desc" },
    }),
    prisma.monitor.findFirst({
      where: {
        workspaceId,
        environmentId: deploy.environmentId,
        deletedAt: null,
        enabled: true,
        verifiesDeploys: true,
      },
      orderBy: { id: "asc" },
    }),
  ]);
  return { slices, events, incident, monitor };
}

function toRegionRow(region: RegionVerdict, startedAt: number): RolloutRegionRow {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const after = (at: number | null) =>
    at === null ? null : Math.max(0, Math.round((at - startedAt) / 1000));
  return {
    region: region.region,
    state: region.state,
    silent: region.silent,
    marks: region.marks.map((mark) => ({ at: new Date(mark.at).toISOString(), bucket: mark.bucket })),
    share: region.share,
    firstSeenSeconds: after(region.firstSeenAt),
    doneSeconds: after(region.doneAt),
    expectedP95Ms: region.latency.expectedP95Ms,
    previousP95Ms: region.latency.previousP95Ms,
    lastSampleAt: time(region.lastSampleAt),
    cleanRun: region.cleanRun,
    caveats: region.caveats,
    comparison: region.comparison ? toComparison(region.comparison) : null,
  };
}

function toComparison({ plain, busted, origin }: RegionComparison): RolloutRegionRow["comparison"] {
  return { plain: toCompared(plain), busted: toCompared(busted), origin: toCompared(origin) };
}

function toCompared(answer: ComparedAnswer | null): ComparedAnswerView | null {
  if (answer === null) return null;
  const { edge, pop, verdict, ageSeconds } = answer.cache;
  const at = new Date(answer.at).toISOString();
  return { at, bucket: answer.version, value: answer.value, edge, pop, cache: verdict, ageSeconds };
}
