import { type SentEvidenceWire, sentEvidenceWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { findDeploy, requireDeployReading } from "../deploys/find-deploy.ts";

/** What was sent about a deploy and is kept, newest first; the lines have no secrets in them. */
export async function listEvidence(
  ctx: ServiceContext,
  deployId: string,
): Promise<{ items: SentEvidenceWire[] }> {
  requireDeployReading(ctx);
  const { workspaceId } = await findDeploy(ctx.db.prisma, ctx, deployId);
  const rows = await ctx.db.prisma.evidence.findMany({
    where: { workspaceId, deployId },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
  });
  const items = rows.map(({ receivedAt, deployId: deploy, ...row }) =>
    sentEvidenceWire.parse({ ...row, deploy, receivedAt: receivedAt.toISOString() }),
  );
  return { items };
}
