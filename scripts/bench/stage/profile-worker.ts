/** A CPU profile of a stage's worker while it works, which costs something itself and is taken apart from what is measured. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Profiler } from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import { commonOwners, type Owner, sharesOf } from "../profile-shares.ts";
import type { Row } from "../report.ts";
import type { Stage } from "./open-stage.ts";

export type WorkerProfile = {
  /** What the stage's programs are started with. */
  env: Record<string, string>;
  /** By whose code was running, in percent of the worker's time. */
  take(stage: Pick<Stage, "readUse">): Promise<Row>;
  close(): Promise<void>;
};

const hook = import.meta.resolve("./profile-hook.mjs");

/** Functions of Node's that are one call of the system each. */
const systemCalls =
  /^(close|connect|connect6|writev|writeBuffer|writeUtf8String|getpeername|setNoDelay|open)$/;

const owners: Owner[] = [
  ...commonOwners,
  { name: "BullMQ", isIts: ({ url }) => /node_modules\/(bullmq|ioredis)/.test(url) },
  { name: "zod", isIts: ({ url }) => url.includes("node_modules/zod") },
  { name: "Rollcall", isIts: ({ url }) => url.includes("/apps/worker/") },
  {
    name: "calls of the system",
    isIts: ({ url, functionName }) => url === "" && systemCalls.test(functionName),
  },
];

/** Prepares a profile of `seconds`. */
export async function openWorkerProfile(seconds: number): Promise<WorkerProfile> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-profile-"));
  const file = join(folder, "worker.cpuprofile");
  return {
    env: {
      NODE_OPTIONS: `--import ${hook}`,
      ROLLCALL_BENCH_PROFILE: file,
      ROLLCALL_BENCH_PROFILE_SECONDS: String(seconds),
    },
    async take(stage) {
      const worker = stage.readUse().programs.find(({ name }) => name === "worker");
      if (worker === undefined) throw new Error("There is no worker to be profiled.");
      process.kill(worker.pid, "SIGUSR2");
      await pause(seconds * 1000);
      await waitUntil("the profile", () => existsSync(file), { timeoutMs: 30_000 });
      return sharesOf(await readProfile(file), owners, "Node");
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function readProfile(file: string): Promise<Profiler.Profile> {
  return JSON.parse(await readFile(file, "utf8"));
}
