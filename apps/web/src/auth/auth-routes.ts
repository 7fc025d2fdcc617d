/**
 * `/api/auth/*`: the few doors of the sign-in library that are open. Each body is parsed, tries are counted before
 * any password is hashed, and what the library answers is translated: refusals into problems, successes into little.
 */
import { AppError, parseInput } from "@rollcall/domain/problem";
import { acceptInvitation, hasUsers, isSetupToken, readInvitation } from "@rollcall/services/workspaces";
import type { Hono } from "hono";
import type { ApiContext, ApiDeps, ApiEnv } from "../api/api-context.ts";
import { chooseWorkspace } from "../api/choose-workspace.ts";
import { clientAddress } from "../api/client-address.ts";
import { readJson } from "../api/read-json.ts";
import {
  changePasswordInput,
  requestResetInput,
  resetInput,
  signInInput,
  signUpInput,
} from "./auth-inputs.ts";
import { type AuthLimits, createAuthLimits } from "./auth-limits.ts";
import { refusalOf } from "./auth-refusals.ts";
import { isSameOrigin, trustedOrigins } from "./trusted-origins.ts";
import { createTurns } from "./turns.ts";

/**
 * Sign-ups in work: each holds a database connection while its password is hashed. More would leave none to pages, and
 * would give up waiting for one themselves.
 */
const signUpsMax = 3;
const signUpsWaitingMax = 200;

export function addAuthRoutes(app: Hono<ApiEnv>, deps: ApiDeps): void {
  const { wiring } = deps;
  const limits = createAuthLimits();
  const inTurn = createTurns(signUpsMax, signUpsWaitingMax);
  const address = (c: ApiContext) => clientAddress(c.req.raw.headers, c.env, wiring.env.proxyHops);

  app.post("/api/auth/sign-up/email", async (c) => {
    const { setupToken, invitationToken, ...person } = parseInput(signUpInput, await readGuarded(c, deps));
    await limits.count("sign_up", address(c), person.email);
    if (invitationToken === undefined) await requireOpenSignUp(deps, setupToken);
    else await requireInvitation(deps, invitationToken, person.email);
    const user = await inTurn(() => askLibrary(c, deps, person));
    if (user !== null && invitationToken !== undefined) {
      // Whoever holds the link has read the mail: the address is theirs.
      chooseWorkspace(c, await acceptInvitation(wiring, user, invitationToken), wiring.baseUrl);
    }
    return c.json(user === null ? {} : { user });
  });
  app.post("/api/auth/sign-in/email", (c) => signIn(c, deps, limits, address(c)));
  app.post("/api/auth/request-password-reset", async (c) => {
    const { email } = parseInput(requestResetInput, await readGuarded(c, deps));
    await limits.count("reset", address(c), email);
    return forward(c, deps, { email });
  });
  app.post("/api/auth/reset-password", async (c) => {
    const input = parseInput(resetInput, await readGuarded(c, deps));
    await limits.count("reset", address(c));
    return forward(c, deps, input);
  });
  app.post("/api/auth/change-password", async (c) => {
    const input = parseInput(changePasswordInput, await readGuarded(c, deps));
    const session = await wiring.auth.api.getSession({ headers: c.req.raw.headers });
    if (session === null) throw new AppError("unauthorized", "Sign in first.");
    await limits.count("sign_in", address(c), session.user.email);
    const answer = await forward(c, deps, { ...input, revokeOtherSessions: true });
    await limits.forget("sign_in", address(c), session.user.email);
    return answer;
  });
  app.post("/api/auth/sign-out", async (c) => {
    await readGuarded(c, deps);
    return forward(c, deps, {});
  });
  app.get("/api/auth/get-session", async (c) => {
    const session = await wiring.auth.api.getSession({ headers: c.req.raw.headers });
    return c.json({ user: session && pick(session.user) });
  });
  app.get("/sign-in/link", (c) => {
    const token = encodeURIComponent(c.req.query("token") ?? "");
    const headers = new Headers(c.req.raw.headers);
    return wiring.auth.handler(
      new Request(`${wiring.baseUrl}/api/auth/sign-in-link?token=${token}`, { headers }),
    );
  });
}

async function signIn(c: ApiContext, deps: ApiDeps, limits: AuthLimits, address: string): Promise<Response> {
  const input = parseInput(signInInput, await readGuarded(c, deps));
  await limits.count("sign_in", address, input.email);
  const answer = await forward(c, deps, input);
  await limits.forget("sign_in", address, input.email);
  return answer;
}

/** The body, from one of our own pages or from no page at all: nobody else's page may sign a visitor in or out. */
async function readGuarded(c: ApiContext, { wiring }: ApiDeps): Promise<unknown> {
  const { headers } = c.req.raw;
  const isFromPage = headers.has("origin") || headers.has("sec-fetch-site") || headers.has("cookie");
  if (isFromPage && !isSameOrigin(headers, trustedOrigins(wiring.baseUrl)))
    throw new AppError("forbidden", "Signing in and out works only from Rollcall's own pages.");
  return readJson(c, {});
}

/** Throws `forbidden` while sign-up is closed, except for the first user with the set-up link. */
async function requireOpenSignUp({ wiring }: ApiDeps, setupToken: string | undefined): Promise<void> {
  if (setupToken !== undefined && !(await isSetupToken(wiring, setupToken))) {
    const errors = [{ detail: "used up, too old, or mistyped", pointer: "#/setupToken" }];
    throw new AppError("forbidden", "This set-up link does not work any more.", { errors });
  }
  if (wiring.env.signUp === "open") return;
  const isFirst = setupToken !== undefined && !(await hasUsers(wiring.db));
  if (!isFirst) throw new AppError("forbidden", "Signing up is closed on this instance.");
}

/** Throws `forbidden` unless the invitation is open and was sent to this address. */
async function requireInvitation({ wiring }: ApiDeps, token: string, email: string): Promise<void> {
  const offer = await readInvitation(wiring, token);
  if (offer?.email === email.toLowerCase()) return;
  const errors = [
    { detail: "used up, taken back, too old, or sent to another address", pointer: "#/invitationToken" },
  ];
  throw new AppError("forbidden", "This invitation does not work for this address.", { errors });
}

async function forward(c: ApiContext, deps: ApiDeps, body: unknown): Promise<Response> {
  const user = await askLibrary(c, deps, body);
  return c.json(user === null ? {} : { user });
}

/** Hands the request to the sign-in library and its cookies to the browser; the user it is about, if it names one. */
async function askLibrary(c: ApiContext, { wiring }: ApiDeps, body: unknown): Promise<User | null> {
  const headers = new Headers(c.req.raw.headers);
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const request = new Request(`${wiring.baseUrl}${c.req.path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const answer = await wiring.auth.handler(request);
  const said = (await answer.json().catch(() => null)) as { code?: string; user?: User } | null;
  if (!answer.ok) throw refusalOf(answer.status, said?.code);
  for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  return said?.user ? pick(said.user) : null;
}

type User = { id: string; name: string; email: string };

function pick({ id, name, email }: User): User {
  return { id, name, email };
}
