import { createToken } from "@rollcall/services/tokens";
import type { Stage } from "./open-stage.ts";

const paths = ["/sign-in", "/api/v1/services", "/api/v1/monitors", "/api/v1/incidents", "/openapi.json"];
const visits = 3;

/** Asks the web program for what people and CI ask it for, so that it holds what a used one holds. */
export async function visitPages({ db, context, monitorIds, baseUrl }: Stage): Promise<void> {
  const [id = ""] = monitorIds;
  const monitor = await db.prisma.monitor.findUnique({ where: { id }, select: { workspaceId: true } });
  const workspaceId = monitor?.workspaceId ?? context.workspaceId;
  const { secret } = await createToken({ ...context, workspaceId }, { name: "bench", scope: "read" });
  for (let visit = 0; visit < visits; visit++)
    for (const path of paths) {
      const answer = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${secret}` } });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      await answer.arrayBuffer();
    }
}
