import type { Prisma } from "@rollcall/db";
import { type DeployState, deployState, type HealthState, healthState } from "@rollcall/domain/glossary";
import { matchIdentity } from "@rollcall/domain/matching";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { environmentName } from "@rollcall/domain/wire";
import { z } from "zod";
import { isPermitted, requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { worstHealth } from "../ingest/environment-summary.ts";
import { readStoredHealth, readStoredVerdict } from "../ingest/stored-verdict.ts";
import { findService } from "./find-service.ts";

/** Query of `GET /api/v1/services/{service}/verdict`; without `version` the expected one is asked about. */
export const serviceVerdictInput = z.strictObject({
  environment: environmentName.default("production"),
  version: z.string().trim().min(1).max(256).optional(),
});

/** `isLive` decides between 200 and 412; `reason` says why in a sentence. */
export const serviceVerdict = z.object({
  isLive: z.boolean(),
  reason: z.string(),
  service: z.string(),
  environment: z.string(),
  version: z.string().nullable(),
  expectedVersion: z.string().nullable(),
  servedVersion: z.string().nullable(),
  state: deployState.nullable(),
  health: healthState,
  deployId: z.string().nullable(),
});
export type ServiceVerdict = z.infer<typeof serviceVerdict>;

type Deploy = Pick<Prisma.DeployModel, "id" | "version" | "identities" | "state" | "verdict">;

/** Whether a service (by name or id) serves a version and is well, for gates that ask once: a cron job, another pipeline. */
export async function readServiceVerdict(
  ctx: ServiceContext,
  service: string,
  query: unknown,
): Promise<ServiceVerdict> {
  if (!isPermitted(ctx.actor, "deploy")) requirePermission(ctx, "read");
  const asked = parseInput(serviceVerdictInput, query);
  const { workspaceId } = ctx;
  const { name, environments } = await findService(ctx.db.prisma, ctx, service);
  requireReach(ctx, name, asked.environment);
  const environment = environments.find((one) => one.name === asked.environment);
  if (environment === undefined)
    throw new AppError("not_found", `There is no ${name} in ${asked.environment}.`);
  const deploy =
    environment.currentDeployId === null
      ? null
      : await ctx.db.prisma.deploy.findFirst({ where: { workspaceId, id: environment.currentDeployId } });
  const health = await readJudgedHealth(ctx, environment);
  const why = whyNotLive(deploy, health, asked.version);
  return {
    isLive: why === null,
    reason: why ?? sentenceOf(deploy),
    service: name,
    environment: asked.environment,
    version: asked.version ?? deploy?.version ?? null,
    expectedVersion: deploy?.version ?? null,
    servedVersion: environment.servedVersion,
    state: (deploy?.state as DeployState | undefined) ?? null,
    health,
    deployId: deploy?.id ?? null,
  };
}

/** Maintenance keeps people in peace, not gates: they get what is judged. */
async function readJudgedHealth(
  { db, workspaceId }: ServiceContext,
  { id, health }: { id: string; health: string },
): Promise<HealthState> {
  if (health !== "maintenance") return health as HealthState;
  const rows = await db.prisma.monitorHealth.findMany({
    where: { workspaceId, environmentId: id, monitor: { deletedAt: null } },
    select: { verdict: true },
  });
  return worstHealth(rows.flatMap(({ verdict }) => readStoredHealth(verdict)?.health ?? []));
}

function whyNotLive(deploy: Deploy | null, health: HealthState, version: string | undefined): string | null {
  if (deploy === null) return "No deploy has been announced, so no version is expected.";
  if (version !== undefined && matchIdentity(version, deploy.identities) === null)
    return `${version} is not what should be serving: ${deploy.version} is.`;
  if (deploy.state !== "live") return sentenceOf(deploy);
  if (health === "up" || health === "advisory") return null;
  return `${deploy.version} is live, but the health of the service is "${health}".`;
}

function sentenceOf(deploy: Deploy | null): string {
  const verdict = deploy === null ? null : readStoredVerdict(deploy.verdict);
  return verdict?.sentence ?? "Not judged yet.";
}
