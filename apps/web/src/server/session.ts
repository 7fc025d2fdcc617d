/**
 * Who is looking at a page, and on behalf of which workspace.
 *
 * In a server component or layout:
 *
 *   const { ctx, user, workspace, workspaces } = await requirePage();   // redirects to /sign-in when signed out
 *   const view = await readOverview(ctx);                               // any verb of @rollcall/services
 *
 * or, when only the context is needed: `const ctx = await requireContext();`.
 * Verbs throw `AppError`; for `not_found` call Next's `notFound()` (`isAppError(e) && e.code === "not_found"`).
 *
 * Changes go from the browser through the API with the session cookie (same origin, `content-type:
 * application/json`): `/api/v1/*` is the public API, `/api/app/*` what only the dashboard needs, `/api/auth/*`
 * signing in and out:
 *   POST /api/auth/sign-up/email            { name, email, password, setupToken?, invitationToken? }
 *   POST /api/auth/sign-in/email            { email, password, rememberMe? }
 *   POST /api/auth/sign-out                 {}
 *   POST /api/auth/request-password-reset   { email, redirectTo: "/reset-password" }  → mail links to /reset-password?token=…
 *   POST /api/auth/reset-password           { token, newPassword }
 *   POST /api/auth/change-password          { currentPassword, newPassword, revokeOtherSessions: true }
 *   POST /api/app/workspaces                { name }            creates one and chooses it
 *   POST /api/app/workspaces/choose         { workspaceId }     sets the cookie `rollcall_workspace`
 *   POST /api/app/invitations/accept        { token }           joins and chooses the workspace that invited
 * Every refusal is problem+json: show `detail`, and `errors[].pointer` beside the field.
 */
import { listMemberships, type Membership } from "@rollcall/services/workspaces";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { signInHref } from "../features/auth/sign-in-href.ts";
import { pathHeader } from "./page-headers.ts";
import {
  chooseMembership,
  type PageContext,
  type SessionUser,
  userContext,
  workspaceCookie,
} from "./web-context.ts";
import { getWiring } from "./wiring.ts";

export type { PageContext, SessionUser } from "./web-context.ts";

export type PageSession = {
  ctx: PageContext;
  user: SessionUser;
  /** The chosen workspace, with the user's role in it. */
  workspace: Membership;
  workspaces: Membership[];
};

/** The signed-in user of a request, or `null`. Takes the request's headers (cookies are in there). */
export async function getSession(requestHeaders: Headers): Promise<SessionUser | null> {
  const found = await getWiring().auth.api.getSession({ headers: requestHeaders });
  return found === null ? null : { id: found.user.id, name: found.user.name, email: found.user.email };
}

/** Session, workspace and context of the page being rendered; redirects to /sign-in when there is none. */
export const requirePage = cache(async (): Promise<PageSession> => {
  const wiring = getWiring();
  const requestHeaders = await headers();
  const user = await getSession(requestHeaders);
  if (user === null) redirect(signInHref(requestHeaders.get(pathHeader)));
  const workspaces = await listMemberships(wiring.db, user.id);
  const workspace = chooseMembership(workspaces, (await cookies()).get(workspaceCookie)?.value);
  if (workspace === null) redirect("/sign-in?reason=no_workspace");
  return { ctx: userContext(wiring, user, workspace), user, workspace, workspaces };
});

/** The context every verb takes, for the page being rendered; redirects to /sign-in when signed out. */
export async function requireContext(): Promise<PageContext> {
  return (await requirePage()).ctx;
}
