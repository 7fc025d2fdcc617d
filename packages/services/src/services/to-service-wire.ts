import type { Prisma } from "@rollcall/db";
import { choosePolicy } from "@rollcall/domain/policy";
import type { ServiceWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { readServicePolicy } from "../deploys/deploy-policy.ts";
import { badgeUrl } from "./read-badge.ts";

/** What to load with a service for its wire form. */
export const serviceIncludes = {
  environments: {
    orderBy: { name: "asc" },
    include: { _count: { select: { monitors: { where: { deletedAt: null } } } } },
  },
} as const satisfies Prisma.ServiceInclude;
export type ServiceRow = Prisma.ServiceGetPayload<{ include: typeof serviceIncludes }>;

/** Services as the API shows them, each environment with the version that should be serving. */
export async function toServiceWires(ctx: ServiceContext, rows: ServiceRow[]): Promise<ServiceWire[]> {
  const deployIds = rows.flatMap((row) => row.environments.flatMap((e) => e.currentDeployId ?? []));
  const deploys = await ctx.db.prisma.deploy.findMany({
    where: { workspaceId: ctx.workspaceId, id: { in: deployIds } },
    select: { id: true, version: true },
  });
  const versions = new Map(deploys.map((deploy) => [deploy.id, deploy.version]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ...toMuteWire(row, ctx.now()),
    environments: row.environments.filter(isInReach(ctx)).map((environment) => ({
      id: environment.id,
      name: environment.name,
      expectedVersion: versions.get(environment.currentDeployId ?? "") ?? null,
      monitors: environment._count.monitors,
      policy: choosePolicy({}, readServicePolicy(environment.policy)),
      badge: badgeUrl(ctx.baseUrl, environment),
    })),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Whether a service is muted now; a mute that is over says nothing. */
export function toMuteWire(
  { mutedUntil, mutedBy }: Pick<ServiceRow, "mutedUntil" | "mutedBy">,
  now: Date,
): Pick<ServiceWire, "mutedUntil" | "mutedBy"> {
  const isMuted = mutedUntil !== null && mutedUntil > now;
  return isMuted ? { mutedUntil: mutedUntil.toISOString(), mutedBy } : { mutedUntil: null, mutedBy: null };
}

function isInReach({ actor }: ServiceContext): (environment: { name: string }) => boolean {
  const limits = actor.kind === "token" ? actor.environments : [];
  return (environment) => limits.length === 0 || limits.includes(environment.name);
}
