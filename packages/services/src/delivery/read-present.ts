/** How the problem of a notice stands now, from the last verdict about what it is about. */
import type { Database } from "@rollcall/db";
import type { PresentFacts } from "@rollcall/domain/delivery";
import type { Notice } from "@rollcall/domain/notice";
import { deploySubject, monitorSubject, type Subject } from "../ingest/build-notice.ts";
import { readStoredHealth, readStoredVerdict } from "../ingest/stored-verdict.ts";

/** Empty when the verdict says something else by now: the judge has written, or will write, another notice for that. */
export async function readPresent(db: Database, workspaceId: string, notice: Notice): Promise<PresentFacts> {
  const subject = await readSubject(db, workspaceId, notice);
  if (subject === null) return {};
  const { impact, sentence, serving, share, regions } = subject;
  return { serving, share, regions, ...(impact && { impact }), ...(sentence && { summary: sentence }) };
}

async function readSubject(
  { prisma }: Database,
  workspaceId: string,
  { deployId, monitorId, type }: Notice,
): Promise<Subject | null> {
  if (deployId !== null) {
    const deploy = await prisma.deploy.findFirst({ where: { workspaceId, id: deployId } });
    const verdict = deploy && readStoredVerdict(deploy.verdict);
    return verdict && type === `rollout.${verdict.state}` ? deploySubject({ deploy, verdict }) : null;
  }
  if (monitorId === null) return null;
  const monitor = await prisma.monitor.findFirst({
    where: { workspaceId, id: monitorId },
    include: { health: true },
  });
  const verdict = readStoredHealth(monitor?.health?.verdict);
  const isSame = type === "health.down" ? verdict?.health === "down" : verdict?.health === "advisory";
  return monitor && verdict && isSame ? monitorSubject({ monitor, verdict }) : null;
}
