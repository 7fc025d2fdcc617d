import { AppError } from "@rollcall/domain/problem";
import type { Actor } from "@rollcall/services/context";
import { authenticateToken } from "@rollcall/services/tokens";
import { listMemberships } from "@rollcall/services/workspaces";
import { getCookie } from "hono/cookie";
import { isSameOrigin, trustedOrigins } from "../auth/trusted-origins.ts";
import { actorContext, chooseMembership, userContext, workspaceCookie } from "../server/web-context.ts";
import type { ApiContext, ApiDeps } from "./api-context.ts";
import { clientAddress } from "./client-address.ts";

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Finds out who asks, by `Authorization: Bearer` or by session cookie, and sets `ctx` and `user`. Throws
 * `unauthorized` when nobody does, `forbidden` when a cookie is used from a page that is not ours.
 */
export async function authenticate(c: ApiContext, deps: ApiDeps): Promise<void> {
  const header = c.req.header("authorization");
  if (header === undefined) await acceptSession(c, deps);
  else await acceptToken(c, deps, header);
}

async function acceptToken(c: ApiContext, { wiring, limits }: ApiDeps, header: string): Promise<void> {
  const secret = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  const found = await authenticateToken(wiring.db, secret, wiring.now());
  if (found === null) {
    await limits.refusals.count(clientAddress(c.req.raw.headers, c.env, wiring.env.proxyHops));
    throw new AppError("unauthorized", "This token is not known, was revoked, or has expired.");
  }
  c.set("ctx", actorContext(wiring, found.workspaceId, found.actor, c.get("requestId")));
  c.set("user", null);
}

async function acceptSession(c: ApiContext, { wiring }: ApiDeps): Promise<void> {
  const { headers } = c.req.raw;
  const session = headers.has("cookie") ? await wiring.auth.api.getSession({ headers }) : null;
  if (session === null)
    throw new AppError("unauthorized", "Send `Authorization: Bearer <token>`, or sign in.");
  if (!safeMethods.includes(c.req.method) && !isSameOrigin(headers, trustedOrigins(wiring.baseUrl)))
    throw new AppError("forbidden", "A session may change things only from Rollcall's own pages.");
  const { id, name, email } = session.user;
  const memberships = await listMemberships(wiring.db, id);
  const membership = chooseMembership(memberships, getCookie(c, workspaceCookie));
  if (membership === null) throw new AppError("forbidden", "You do not belong to any workspace.");
  c.set("ctx", userContext(wiring, { id, name, email }, membership, c.get("requestId")));
  c.set("user", { id, name, email });
}

/** Who counts as one caller for limits: a token, or a person in all their browsers. */
export function callerKey(actor: Actor): string {
  if (actor.kind === "token") return `token:${actor.tokenId}`;
  return actor.kind === "user" ? `user:${actor.userId}` : `system:${actor.name}`;
}
