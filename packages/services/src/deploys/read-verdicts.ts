import { parseInput } from "@rollcall/domain/problem";
import { type VerdictWire, wireTime } from "@rollcall/domain/wire";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { findDeploy, requireDeployReading } from "./find-deploy.ts";
import { toVerdictWire } from "./verdict-event.ts";

/** `at`: what was said until then, so that the first is what held at that time. `cursor`: see `nextCursor`. */
export const readVerdictsQuery = z.strictObject({
  at: wireTime.optional(),
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Every verdict change of a deploy with its rule and numbers, newest first. */
export async function readVerdicts(
  ctx: ServiceContext,
  deployId: string,
  query: z.input<typeof readVerdictsQuery> = {},
): Promise<{ items: VerdictWire[]; nextCursor: string | null }> {
  requireDeployReading(ctx);
  const { at, cursor, limit } = parseInput(readVerdictsQuery, query);
  const deploy = await findDeploy(ctx.db.prisma, ctx, deployId);
  const rows = await ctx.db.prisma.deployEvent.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      deployId: deploy.id,
      type: "state",
      ...(at !== undefined && { at: { lte: new Date(at) } }),
      ...(cursor !== undefined && { seq: { lt: cursor } }),
    },
    orderBy: { seq: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((event) => toVerdictWire(event, ctx.baseUrl)),
    nextCursor: rows.length > limit && last ? String(last.seq) : null,
  };
}
