import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkerHealth } from "../src/index.ts";

const main = join(import.meta.dirname, "../src/main.ts");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Starts the program with nothing in its environment but this and the path. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  return { child, said };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

describe("the worker program", () => {
  it("works, tells about its loops and its numbers, and drains when it is told to stop", async () => {
    const { child, said } = start({
      DATABASE_URL: database.url,
      ROLLCALL_SECRET: "a secret that is long enough for tests",
      ROLLCALL_ROLES: "scheduler,prober,judge,notifier",
      ROLLCALL_REGIONS: "eu,us",
      ROLLCALL_WORKER_PORT: "0",
    });
    const url = await waitUntil("its address", () => /"url":"([^"]+)"/.exec(said.out)?.[1]);
    const health = (await (await fetch(`${url}/healthz`)).json()) as WorkerHealth;
    expect(health.roles.map((role) => role.name)).toEqual([
      "notifier",
      "preflight",
      "judge",
      "prober eu",
      "prober us",
      "scheduler",
    ]);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain("rollcall_scheduler_lag_seconds");
    child.kill("SIGTERM");
    expect(await exitCode(child)).toBe(0);
    expect(said.out).toContain('"msg":"stopped"');
  });

  it("says everything that is wrong with its environment, never a value, and exits with 2", async () => {
    const { child, said } = start({
      DATABASE_URL: "mysql://user:hunter2@db/rollcall",
      ROLLCALL_ROLES: "judge,juggler",
    });
    expect(await exitCode(child)).toBe(2);
    expect(said.err).toContain("DATABASE_URL");
    expect(said.err).toContain("ROLLCALL_ROLES");
    expect(said.out + said.err).not.toContain("hunter2");
  });

  it("does not start roles that need a database or a key without one", async () => {
    const redis = { REDIS_URL: "redis://127.0.0.1:1" };
    const judge = start({ ...redis, ROLLCALL_ROLES: "judge" });
    const prober = start({ ...redis, ROLLCALL_ROLES: "prober" });
    expect(await exitCode(judge.child)).toBe(2);
    expect(judge.said.err).toContain("DATABASE_URL must be set");
    expect(judge.said.err).toContain("ROLLCALL_SECRET must be set");
    expect(await exitCode(prober.child)).toBe(2);
    expect(prober.said.err).toContain("ROLLCALL_REGION_KEY");
  });
});
