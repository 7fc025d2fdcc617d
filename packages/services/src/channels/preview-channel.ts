import { type Notice, notice } from "@rollcall/domain/notice";
import { parseInput } from "@rollcall/domain/problem";
import { type ChannelPreviewWire, previewChannelInput } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { matchChannels } from "../delivery/match-channels.ts";
import { readKnownActors } from "../delivery/notice-author.ts";

const sinceDays = 14;
const consideredMax = 300;
const examplesMax = 5;
const dayMs = 24 * 3_600_000;

/** What a channel that asks for this would have been told of lately: problems, each of which has an incident. For who may make one. */
export async function previewChannel(ctx: ServiceContext, input: unknown): Promise<ChannelPreviewWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { author, ...filter } = parseInput(previewChannelInput, input);
  const rule = {
    ...filter,
    ...{ id: "preview", kind: author ? "email" : "slack", name: "", enabled: true, liveNotices: false },
    ...{ config: { author }, escalateAfterMinutes: null, forOwners: false },
  };
  const problems = await readProblems(ctx);
  const actors = author ? [...new Set(problems.map(({ actor }) => actor))] : [];
  const known = await readKnownActors(ctx.db.prisma, ctx.workspaceId, actors);
  const isTold = (problem: Notice) =>
    matchChannels(problem, [rule], new Set(), known.has(problem.actor))[0]?.isTold === true;
  const told = problems.filter(isTold);
  return {
    considered: problems.length,
    told: told.length,
    sinceDays,
    examples: told.slice(0, examplesMax).map(({ at, service, environment, summary, incidentId }) => ({
      ...{ at: new Date(at).toISOString(), service, environment, summary, incidentId: incidentId ?? "" },
    })),
  };
}

async function readProblems({ db, workspaceId, now }: ServiceContext): Promise<Notice[]> {
  const rows = await db.prisma.outbox.findMany({
    where: {
      workspaceId,
      incidentId: { not: null },
      createdAt: { gte: new Date(now().getTime() - sinceDays * dayMs) },
      notice: { path: ["tone"], equals: "problem" },
    },
    orderBy: { id: "desc" },
    take: consideredMax,
  });
  return rows.flatMap((row) => notice.safeParse(row.notice).data ?? []);
}
