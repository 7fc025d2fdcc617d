/** Builds the context in which verbs run, from a user and the workspace they chose. */
import type { ChannelContext } from "@rollcall/services/channels";
import type { Actor } from "@rollcall/services/context";
import type { ProbingContext } from "@rollcall/services/monitors";
import type { MailingContext } from "@rollcall/services/send-mail";
import type { Membership } from "@rollcall/services/workspaces";
import type { WebWiring } from "./wiring.ts";

export type SessionUser = { id: string; name: string; email: string };

/** The context of any verb: also of those that seal secrets, check addresses or ask for probes. */
export type PageContext = ProbingContext & ChannelContext & MailingContext;

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
  const { db, now, baseUrl, sealer, queue, secret, guard, mail } = wiring;
  return { workspaceId, actor, db, now, baseUrl, sealer, queue, secret, guard, mail, requestId };
}
