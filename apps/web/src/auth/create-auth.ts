/** Sign-in: better-auth with email and password, nothing else. Workspaces and members are our own (ADR 5). */
import { type Database, inTransaction, newId, type Tx } from "@rollcall/db";
import type { Env, Logger } from "@rollcall/runtime";
import { createWorkspaceForUser, endSetup } from "@rollcall/services/workspaces";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { passwordMax, passwordMin } from "./auth-inputs.ts";
import { signInLinkPlugin } from "./sign-in-link-plugin.ts";
import { trustedOrigins } from "./trusted-origins.ts";

export type AuthDeps = {
  db: Database;
  secret: string;
  baseUrl: string;
  log: Logger;
  now: () => Date;
  /** The plan of the workspace that everybody gets who signs in without one. */
  plan: Env["plan"];
  /** Tells a person their reset link; must not throw for an address that cannot be reached. */
  sendReset: (to: { email: string; name: string }, link: string) => Promise<void>;
};

const sessionDays = 14;
const resetMinutes = 60;

/** One auth instance on our tables. Requests reach it only through `auth-routes.ts`, which limits and checks them. */
export function createAuth(deps: AuthDeps) {
  const { db, secret, baseUrl, log, now, plan } = deps;
  return betterAuth({
    appName: "Rollcall",
    baseURL: baseUrl,
    basePath: "/api/auth",
    secret,
    trustedOrigins: trustedOrigins(baseUrl),
    database: prismaAdapter(withPatience(db.prisma), { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordMin,
      maxPasswordLength: passwordMax,
      resetPasswordTokenExpiresIn: resetMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) =>
        deps.sendReset(user, `${baseUrl}/reset-password?token=${encodeURIComponent(token)}`),
    },
    session: { expiresIn: sessionDays * 86_400, updateAge: 86_400 },
    verification: { storeIdentifier: "hashed" },
    databaseHooks: {
      user: { create: { after: () => endSetup(db) } },
      session: {
        create: {
          after: async (session) => {
            const user = await db.prisma.user.findUniqueOrThrow({ where: { id: session.userId } });
            await createWorkspaceForUser({ db, now, baseUrl, plan }, user);
          },
        },
      },
    },
    advanced: {
      cookiePrefix: "rollcall",
      useSecureCookies: baseUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      // Named, because the library switches both off by itself where it believes it is being tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: ({ model }) => (model === "user" ? newId("usr") : crypto.randomUUID()) },
      // A reset mail is sent behind the answer, so that its duration does not tell whether an address is known.
      backgroundTasks: {
        handler: (task) => {
          task.catch((error) => log.error({ err: error }, "a sign-in task failed"));
        },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (level, message, ...rest) => log[level === "debug" ? "debug" : "warn"]({ rest }, message),
    },
    plugins: [signInLinkPlugin({ db, now })],
  });
}

/**
 * The library opens transactions without saying how long they may take, and hashes a password inside: Prisma's own
 * limits (2 s to begin, 5 s to end) would turn people away from a busy machine.
 */
function withPatience(prisma: Database["prisma"]): Database["prisma"] {
  return new Proxy(prisma, {
    get: (client, name) =>
      name === "$transaction"
        ? <T>(run: (tx: Tx) => Promise<T>) => inTransaction({ prisma: client }, run)
        : Reflect.get(client, name),
  });
}

export type Auth = ReturnType<typeof createAuth>;
