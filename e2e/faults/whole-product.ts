import { randomBytes } from "node:crypto";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { type Program, startProgram } from "@rollcall/testing/program";
import { waitUntil } from "@rollcall/testing/wait-until";
import { createApi } from "../stage/api.ts";
import { patience } from "./patience.ts";
import { familyOf, isAlive, signalAll } from "./processes.ts";
import { openReceivers } from "./receivers.ts";
import type { Place } from "./rollout.ts";

/** The product as `npm start` runs it, on a data folder of the test's; whoever keeps it running is the test. */
export type WholeProduct = Place & {
  /** Starts it again and again until it works. */
  start(): Promise<void>;
  hasEnded(): boolean;
  said(): string;
  /** Ends all of its programs at once, PostgreSQL among them, as a power cut does. */
  cutPower(): Promise<void>;
  close(): Promise<void>;
};

/** Starts it on the folder, with receivers of its own. Works where there is /proc. */
export async function openWholeProduct(dataDir: string): Promise<WholeProduct> {
  const receivers = await openReceivers();
  const port = await findFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const token = `rc_trial_${randomBytes(24).toString("base64url")}`;
  const env = {
    PORT: String(port),
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8",
    SMTP_URL: receivers.smtp.url,
    ROLLCALL_BOOTSTRAP_EMAIL: "owner@example.com",
    ROLLCALL_BOOTSTRAP_PASSWORD: randomBytes(12).toString("base64url"),
    ROLLCALL_BOOTSTRAP_TOKEN: token,
  };
  let program: Program;
  const launch = () => {
    program = startProgram("Rollcall", "apps/launcher/dist/main.mjs", env);
  };
  const isReady = async () => {
    if (program.hasEnded()) {
      const words = program.said();
      launch();
      throw new Error(`it ended: ${words.slice(-4_000)}`);
    }
    return (await fetch(`${baseUrl}/readyz`)).ok;
  };
  const start = async () => {
    launch();
    await waitUntil("Rollcall to be ready", isReady, patience);
  };
  const close = async () => {
    await program.kill("SIGTERM");
    await receivers.close();
  };
  const api = createApi(baseUrl, { authorization: `Bearer ${token}` });
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ api, receivers, start, close },
    hasEnded: () => program.hasEnded(),
    said: () => program.said(),
    async cutPower() {
      const pids = familyOf(program.pid);
      signalAll(pids, "SIGKILL");
      await program.kill();
      await waitUntil("every process to be gone", () => !pids.some(isAlive), patience);
    },
  };
}
