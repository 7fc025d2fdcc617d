/** Who asks and on whose behalf: the first argument of every verb. */
import type { Database } from "@rollcall/db";
import type { MemberRole, TokenScope } from "@rollcall/domain/glossary";
import { AppError } from "@rollcall/domain/problem";

export type Actor =
  | { kind: "user"; userId: string; name: string; role: MemberRole }
  | {
      kind: "token";
      tokenId: string;
      name: string;
      scope: TokenScope;
      services: string[];
      environments: string[];
    }
  | { kind: "system"; name: string };

/** `sealer` seals secrets at rest; `baseUrl` has no trailing slash and is the root of every link. */
export type ServiceContext = {
  workspaceId: string;
  actor: Actor;
  db: Database;
  now: () => Date;
  baseUrl: string;
  requestId?: string;
};

/** `deploy`: announce, cancel, evidence · `read`: see · `write`: change configuration and incidents · `admin`: members, tokens. */
export type Permission = "read" | "deploy" | "write" | "admin";

const byRole: Record<MemberRole, readonly Permission[]> = {
  owner: ["read", "deploy", "write", "admin"],
  admin: ["read", "deploy", "write", "admin"],
  member: ["read", "deploy", "write"],
  viewer: ["read"],
};
const byScope: Record<TokenScope, readonly Permission[]> = {
  full: ["read", "deploy", "write", "admin"],
  deploy: ["deploy"],
  read: ["read"],
};

/** True when the actor may do it at all; a token's limit to services is checked where the service is known. */
export function isPermitted(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  return (actor.kind === "user" ? byRole[actor.role] : byScope[actor.scope]).includes(permission);
}

/** Throws `forbidden` unless the actor may. Every verb calls it first. */
export function requirePermission(ctx: ServiceContext, permission: Permission): void {
  if (isPermitted(ctx.actor, permission)) return;
  const who = ctx.actor.kind === "token" ? `A token with scope "${ctx.actor.scope}"` : "Your role";
  throw new AppError("forbidden", `${who} may not do this; it needs the permission "${permission}".`);
}

/** Throws `forbidden` when a token is limited to other services or environments. */
export function requireReach(ctx: ServiceContext, service: string, environment: string): void {
  const { actor } = ctx;
  if (actor.kind !== "token") return;
  const isIn = (list: string[], name: string) => list.length === 0 || list.includes(name);
  if (isIn(actor.services, service) && isIn(actor.environments, environment)) return;
  throw new AppError("forbidden", `This token may not act on ${service} in ${environment}.`);
}

/** Throws `forbidden` when a token is limited: tokens, channels and the like belong to the whole workspace. */
export function requireWholeWorkspace(ctx: ServiceContext): void {
  const { actor } = ctx;
  if (actor.kind !== "token" || (actor.services.length === 0 && actor.environments.length === 0)) return;
  throw new AppError("forbidden", "This token is limited to some services or environments.");
}

/** Narrows a query for environments to those the actor may know of; spread into a Prisma `where`. */
export function environmentReach(ctx: ServiceContext): {
  workspaceId: string;
  name?: { in: string[] };
  service?: { name: { in: string[] } };
} {
  const { actor, workspaceId } = ctx;
  if (actor.kind !== "token") return { workspaceId };
  return {
    workspaceId,
    ...(actor.environments.length > 0 && { name: { in: actor.environments } }),
    ...(actor.services.length > 0 && { service: { name: { in: actor.services } } }),
  };
}

/** The actor as it stands in the audit log and on timelines. */
export function actorLabel(actor: Actor): string {
  return actor.kind === "user"
    ? `user:${actor.userId}`
    : actor.kind === "token"
      ? `token:${actor.tokenId}`
      : `system:${actor.name}`;
}
