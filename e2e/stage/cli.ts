import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const program = resolve(import.meta.dirname, "../../apps/cli/dist/rollcall.mjs");

/** A running `rollcall`, as a CI job starts it. */
export type CliRun = {
  exitCode: Promise<number | null>;
  /** All it has printed so far. */
  output(): string;
};

/** Starts the built command line program with an environment in which no CI is to be found. */
export function startCli(server: { baseUrl: string; token: string }, args: string[]): CliRun {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, ROLLCALL_URL: server.baseUrl, ROLLCALL_TOKEN: server.token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  return {
    exitCode: once(child, "close").then(([code]) => code),
    output: () => printed,
  };
}
