import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { openDatabase } from "@rollcall/db";
import { createMailer, createOperatorMedia } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import {
  createMetrics,
  createSealer,
  type Env,
  EnvError,
  type Lifecycle,
  type Logger,
  queueTarget,
} from "@rollcall/runtime";
import { bootstrapInstance, mintSetupLink } from "@rollcall/services/workspaces";
import { hashPassword } from "better-auth/crypto";
import { createAuth } from "../auth/create-auth.ts";
import { createSendReset } from "../auth/send-reset.ts";
import { createWebServer } from "./create-web-server.ts";
import { openLiveHub } from "./live-hub.ts";
import { openPages } from "./open-pages.ts";
import { startWatching } from "./start-watching.ts";
import { createStreamRegistry } from "./stream-registry.ts";
import { publishWiring, type WebWiring } from "./wiring.ts";

/** What a started web role tells whoever started it. `setupLink` is `null` once there is a user. */
export type WebStarted = { port: number; setupLink: string | null };

const tokenCharsSafe = 32;

/** Starts the web role: database, queue, sign-in, pages and API on one port. Registers how each is stopped. */
export async function startWeb(env: Env, lifecycle: Lifecycle, log: Logger): Promise<WebStarted> {
  const wiring = await wire(env, lifecycle, log);
  publishWiring(wiring);
  lifecycle.onStop(
    "watch",
    startWatching(wiring, createOperatorMedia(env.operators, { ...env, guard: wiring.guard })),
  );
  if (env.bootstrap !== null) await bootstrapInstance({ ...wiring, hashPassword }, env.bootstrap);
  if ((env.bootstrap?.token?.length ?? tokenCharsSafe) < tokenCharsSafe)
    log.warn(`ROLLCALL_BOOTSTRAP_TOKEN is short: ${tokenCharsSafe} random characters cannot be guessed`);
  const pages = await openPages(env.nodeEnv);
  lifecycle.onStop("pages", pages.close);
  const { server, stop } = createWebServer(wiring, pages);
  server.listen(env.port, env.host);
  await once(server, "listening");
  lifecycle.onStop("http server", stop);
  const { port } = server.address() as AddressInfo;
  log.info({ port, host: env.host, baseUrl: env.baseUrl }, "web is ready");
  return { port, setupLink: await mintSetupLink(wiring) };
}

async function wire(env: Env, lifecycle: Lifecycle, log: Logger): Promise<WebWiring> {
  const { databaseUrl, secret, baseUrl } = env;
  const missing = [
    ...(databaseUrl === null ? ["DATABASE_URL must be set (npm start sets it by itself)"] : []),
    ...(secret === null ? ["ROLLCALL_SECRET must be set (npm start makes one)"] : []),
  ];
  if (databaseUrl === null || secret === null) throw new EnvError(missing);
  const metrics = createMetrics();
  const now = () => new Date();
  const db = await openDatabase({ url: databaseUrl, log });
  lifecycle.onStop("database", () => db.close());
  const queue = await openQueue(queueTarget(env), { log, metrics, namespace: env.queuePrefix });
  lifecycle.onStop("queue", () => queue.close());
  const live = await openLiveHub(db);
  lifecycle.onStop("live updates", () => live.close());
  const { smtpUrl, mailFrom, plan } = env;
  const mail = smtpUrl === null ? null : createMailer({ smtpUrl, mailFrom }).send;
  return {
    db,
    queue,
    auth: createAuth({ db, secret, baseUrl, log, now, plan, sendReset: createSendReset({ mail, log }) }),
    mail,
    env,
    sealer: createSealer(secret),
    secret,
    guard: createGuard(env.allowTargets),
    log,
    metrics,
    live,
    streams: createStreamRegistry((open) => metrics.openStreams.set(open)),
    baseUrl,
    now,
  };
}
