import { once } from "node:events";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import type { Env, Lifecycle, Logger, Role } from "@rollcall/runtime";
import { keepSecret } from "./keep-secret.ts";
import type { Output } from "./output.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { superviseProgram } from "./supervise-program.ts";

/** What is running, for whoever started it. */
export type Launched = {
  baseUrl: string;
  /** `null` for a far prober, which needs the queue and nothing else. */
  databaseUrl: string | null;
  dataDir: string;
  setupLink: string | null;
};

/** A probe is over within moments, and what it has left behind with it: twice V8's own takes less CPU. */
const workerYoungMaxMb = 32;

/**
 * Starts the product on this machine: PostgreSQL unless one is given, migrations, then one program for the pages
 * and one for the other roles. Each is registered to be stopped; PostgreSQL is stopped last.
 */
export async function launch(args: {
  env: Env;
  /** The environment that the programs inherit. */
  inherited: NodeJS.ProcessEnv;
  lifecycle: Lifecycle;
  log: Logger;
  output: Output;
}): Promise<Launched> {
  const { env, lifecycle, log, output } = args;
  const dataDir = resolve(env.dataDir);
  if (env.roles.includes("web")) await requireFreePort(env);
  const store = isFarProber(env) ? null : await openStore(env, dataDir, lifecycle, log);
  const programEnv = {
    ...args.inherited,
    NODE_ENV: "production",
    ROLLCALL_DATA_DIR: dataDir,
    // Name look-ups run on these threads, half of them at a time: slow names must not hold up the others.
    UV_THREADPOOL_SIZE: args.inherited.UV_THREADPOOL_SIZE ?? "64",
    ...(store ? { DATABASE_URL: store.databaseUrl, ROLLCALL_SECRET: store.secret } : {}),
  };
  const isAlone = env.databaseUrl === null && env.redisUrl === null;
  if (store !== null) await prepareDatabase({ env: programEnv, output, isAlone });
  const programs: { name: string; file: string; roles: Role[]; youngMaxMb?: number }[] = [
    {
      name: "worker",
      file: "../../worker/dist/main.mjs",
      roles: env.roles.filter((role) => role !== "web"),
      youngMaxMb: workerYoungMaxMb,
    },
    { name: "web", file: "../../web/dist/server.mjs", roles: env.roles.filter((role) => role === "web") },
  ];
  const started = programs
    .filter(({ roles }) => roles.length > 0)
    .map(({ name, file, roles, youngMaxMb }) => {
      const program = superviseProgram({
        name,
        youngMaxMb,
        file: join(import.meta.dirname, file),
        env: { ...programEnv, ROLLCALL_ROLES: roles.join(",") },
        output,
      });
      lifecycle.onStop(name, program.stop);
      return program.started;
    });
  const details = await Promise.all(started);
  const setupLink = details.map((detail) => detail.setupLink).find((link) => typeof link === "string");
  return {
    baseUrl: env.baseUrl,
    databaseUrl: store?.databaseUrl ?? null,
    dataDir,
    setupLink: setupLink ?? null,
  };
}

function isFarProber(env: Env): boolean {
  return env.redisUrl !== null && env.regionKey !== null && env.roles.every((role) => role === "prober");
}

async function openStore(
  env: Env,
  dataDir: string,
  lifecycle: Lifecycle,
  log: Logger,
): Promise<{ databaseUrl: string; secret: string }> {
  const secret = env.secret ?? (await keepSecret(dataDir));
  const databaseUrl = env.databaseUrl ?? (await startPostgres(dataDir, lifecycle, log));
  return { databaseUrl, secret };
}

async function startPostgres(dataDir: string, lifecycle: Lifecycle, log: Logger): Promise<string> {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log,
    onLost: () =>
      lifecycle.stop("PostgreSQL ended without being told to; its log is postgres.log in the data folder", 1),
  });
  lifecycle.onStop("PostgreSQL", postgres.stop);
  return postgres.url;
}

// Said before anything is started, instead of by a program that dies.
async function requireFreePort({ host, port }: Env): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "EADDRINUSE"
        ? `Port ${port} of ${host} is in use. Set PORT to another one.`
        : `Cannot listen on port ${port} of ${host} (${code}).`,
    );
  }
  server.close();
  await once(server, "close");
}
