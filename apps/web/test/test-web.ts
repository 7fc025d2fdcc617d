/** The web role without a port and without pages: the whole API on a database and a queue of its own. */
import { openDatabase } from "@rollcall/db";
import type { MemberRole, TokenScope } from "@rollcall/domain/glossary";
import type { PlainMail } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer, parseEnv } from "@rollcall/runtime";
import { createToken } from "@rollcall/services/tokens";
import { createTestDatabase } from "@rollcall/testing/test-database";
import { type Api, createApi } from "../src/api/create-api.ts";
import { createAuth } from "../src/auth/create-auth.ts";
import { createSendReset } from "../src/auth/send-reset.ts";
import { openLiveHub } from "../src/server/live-hub.ts";
import { createStreamRegistry } from "../src/server/stream-registry.ts";
import { actorContext, type PageContext } from "../src/server/web-context.ts";
import type { WebWiring } from "../src/server/wiring.ts";

export const baseUrl = "http://127.0.0.1:3000";
const secret = "a secret of the tests, longer than thirty-two characters";

export type TestWeb = {
  api: Api;
  wiring: WebWiring;
  /** Mails to single people "sent" so far. */
  mails: PlainMail[];
  close(): Promise<void>;
};

/** Opens it; `env` overrides single variables. Call `close` when done. */
export async function openTestWeb(env: Record<string, string> = {}): Promise<TestWeb> {
  const database = await createTestDatabase();
  const log = createLogger({ name: "web-test", level: "fatal" });
  const db = await openDatabase({ url: database.url, maxConnections: 5 });
  const queue = await openQueue({ databaseUrl: database.url }, { log });
  const live = await openLiveHub(db);
  const metrics = createMetrics();
  const mails: PlainMail[] = [];
  const now = () => new Date();
  const mail = async (one: PlainMail) => void mails.push(one);
  const parsed = parseEnv({ NODE_ENV: "test", BASE_URL: baseUrl, ROLLCALL_SECRET: secret, ...env });
  const sendReset = createSendReset({ mail, log });
  const wiring: WebWiring = {
    db,
    queue,
    auth: createAuth({ db, secret, baseUrl, log, now, plan: parsed.plan, sendReset }),
    mail,
    env: parsed,
    sealer: createSealer(secret),
    secret,
    guard: createGuard(""),
    log,
    metrics,
    live,
    streams: createStreamRegistry((open) => metrics.openStreams.set(open)),
    baseUrl,
    now,
  };
  return {
    api: createApi(wiring),
    wiring,
    mails,
    async close() {
      wiring.streams.close();
      await live.close();
      await queue.close();
      await db.close();
      await database.drop();
    },
  };
}

/** A signed-up person: `cookie` is what their browser would send. */
export type TestPerson = {
  userId: string;
  email: string;
  password: string;
  workspaceId: string;
  cookie: string;
};

/** Signs somebody up as a page would. */
export async function signUp(web: TestWeb, name: string): Promise<TestPerson> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
  const password = `${name} has a long password`;
  const response = await post(web, "/api/auth/sign-up/email", { name, email, password });
  if (response.status !== 200)
    throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
  const { user } = (await response.json()) as { user: { id: string } };
  const member = await web.wiring.db.prisma.member.findFirstOrThrow({ where: { userId: user.id } });
  return { userId: user.id, email, password, workspaceId: member.workspaceId, cookie: cookieOf(response) };
}

/** Puts a person into another workspace with a role, and makes them look at it. */
export async function join(
  web: TestWeb,
  person: TestPerson,
  workspaceId: string,
  role: MemberRole,
): Promise<string> {
  await web.wiring.db.prisma.member.create({ data: { workspaceId, userId: person.userId, role } });
  return `${person.cookie}; rollcall_workspace=${workspaceId}`;
}

/** The secret of a new token. */
export async function mintToken(
  web: TestWeb,
  workspaceId: string,
  scope: TokenScope,
  limits: { services?: string[]; environments?: string[] } = {},
): Promise<string> {
  return (await createToken(systemContext(web, workspaceId), { name: scope, scope, ...limits })).secret;
}

/** The context of the product itself in a workspace. */
export function systemContext(web: TestWeb, workspaceId: string): PageContext {
  return actorContext(web.wiring, workspaceId, { kind: "system", name: "test" });
}

/** Sends JSON from one of our own pages, with a cookie when there is one. */
export function post(web: TestWeb, path: string, body: unknown, cookie?: string): Promise<Response> {
  return send(web, "POST", path, { body, cookie });
}

/** Sends any request: by token, by cookie, or by nobody. */
export async function send(
  web: TestWeb,
  method: string,
  path: string,
  more: { body?: unknown; token?: string; cookie?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { body, token, cookie, headers } = more;
  return web.api.request(path, {
    method,
    headers: {
      ...(token === undefined && { origin: baseUrl }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Calls `/api/v1` by token and reads the JSON, whatever the status. */
export async function callApi<T>(
  web: TestWeb,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: T }> {
  const response = await send(web, method, `/api/v1${path}`, { token, body });
  const text = await response.text();
  return { status: response.status, json: (text === "" ? null : JSON.parse(text)) as T };
}

/** What a browser would send back after this answer. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
