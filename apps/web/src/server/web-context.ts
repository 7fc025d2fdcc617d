/** Builds the context in which verbs run, from a user and the workspace they chose. */
import type { JobQueue } from "@rollcall/queue";
import type { Sealer } from "@rollcall/runtime";
import type { Actor, ServiceContext } from "@rollcall/services/context";
import type { Membership } from "@rollcall/services/workspaces";
import type { WebWiring } from "./wiring.ts";

export type SessionUser = { id: string; name: string; email: string };

/** A `ServiceContext` with what verbs that seal secrets or ask for probes need as well. */
export type PageContext = ServiceContext & { sealer: Sealer; queue: JobQueue; secret: string };

/** Holds the id of the workspace a browser last chose; a preference, never a proof of membership. */
export const workspaceCookie = "rollcall_workspace";

/** The chosen membership, or the oldest one; `null` for a user without any. */
export function chooseMembership(memberships: Membership[], chosen: string | undefined): Membership | null {
  return memberships.find((m) => m.workspaceId === chosen) ?? memberships[0] ?? null;
}

/** The context of a signed-in user in one of their workspaces. */
export function userContext(
  wiring: WebWiring,
  user: SessionUser,
  membership: Membership,
  requestId?: string,
): PageContext {
  const actor = { kind: "user", userId: user.id, name: user.name, role: membership.role } as const;
  return actorContext(wiring, membership.workspaceId, actor, requestId);
}

/** The context of any actor in a workspace. */
export function actorContext(
  wiring: WebWiring,
  workspaceId: string,
  actor: Actor,
  requestId?: string,
): PageContext {
  const { db, now, baseUrl, sealer, queue, secret } = wiring;
  return { workspaceId, actor, db, now, baseUrl, sealer, queue, secret, requestId };
}
