import type { Tx } from "@rollcall/db";
import type { Patience } from "@rollcall/domain/incident";
import type { LoadedEnvironment } from "./load-environment.ts";

/** How long problems of an environment may stay unacknowledged, as its workspace and its channels say. */
export async function readPatience(tx: Tx, { row, service }: LoadedEnvironment): Promise<Patience> {
  const { workspaceId } = row;
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const waiting = await tx.channel.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      enabled: true,
      escalateAfterMinutes: { not: null },
      AND: [
        { OR: [{ services: { isEmpty: true } }, { services: { has: service } }] },
        { OR: [{ environments: { isEmpty: true } }, { environments: { has: row.name } }] },
      ],
    },
  });
  return {
    remindEveryMinutes: {
      critical: workspace.remindCriticalMinutes,
      warning: workspace.remindWarningMinutes,
    },
    escalateAfterMinutes: waiting.flatMap(({ escalateAfterMinutes }) => escalateAfterMinutes ?? []),
  };
}
