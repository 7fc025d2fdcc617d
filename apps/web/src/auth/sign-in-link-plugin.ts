import type { Database } from "@rollcall/db";
import { redeemSignInLink } from "@rollcall/services/workspaces";
import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Redeems a one-time sign-in link that the operator's process minted (`mintSignInLink`): begins a session and
 * goes to the overview, or to the sign-in page when the link is used up or too old. Nothing here mints a link.
 */
export function signInLinkPlugin(deps: { db: Database; now: () => Date }) {
  return {
    id: "sign-in-link",
    endpoints: {
      redeemSignInLink: createAuthEndpoint(
        "/sign-in-link",
        { method: "GET", query: z.object({ token: z.string().max(200) }) },
        async (ctx) => {
          const userId = await redeemSignInLink(deps.db, ctx.query.token, deps.now());
          const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId);
          if (user === null) throw ctx.redirect("/sign-in?reason=link_used");
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          throw ctx.redirect("/");
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
