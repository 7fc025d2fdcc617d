import type { Database } from "@rollcall/db";
import { type DeployState, deployState } from "@rollcall/domain/glossary";
import { readStoredVerdict } from "../ingest/stored-verdict.ts";

/** All that a badge tells to people without an account: no names, no addresses, no regions. */
export type Badge = {
  version: string;
  state: DeployState;
  share: { expected: number; samples: number };
};

const keyShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What the service and environment behind a badge's key should serve, and how far it is. `undefined` for a key that
 * was never given out or was renewed since, `null` while nothing has been announced.
 */
export async function readBadge(db: Database, key: string): Promise<Badge | null | undefined> {
  if (!keyShape.test(key)) return undefined;
  const environment = await db.prisma.environment.findUnique({ where: { badgeKey: key } });
  if (environment === null) return undefined;
  const { workspaceId, currentDeployId } = environment;
  if (currentDeployId === null) return null;
  const deploy = await db.prisma.deploy.findFirst({ where: { workspaceId, id: currentDeployId } });
  if (deploy === null) return null;
  const { expected = 0, samples = 0 } = readStoredVerdict(deploy.verdict)?.share ?? {};
  return { version: deploy.version, state: deployState.parse(deploy.state), share: { expected, samples } };
}

/** The public address of a badge, for whoever should be able to show it. */
export function badgeUrl(baseUrl: string, { badgeKey }: { badgeKey: string }): string {
  return `${baseUrl}/badges/${badgeKey}.svg`;
}
