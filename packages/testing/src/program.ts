import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { waitUntil } from "./wait-until.ts";

const root = resolve(import.meta.dirname, "../../..");
const outputMax = 500_000;

/** A real program; nobody starts it again when it ends. */
export type Program = {
  name: string;
  pid: number;
  /** The newest of what it has printed. */
  said(): string;
  hasEnded(): boolean;
  /** By default as a power cut does; resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts a built program, by its path in the repository, with nothing in its environment but this and the path. */
export function startProgram(name: string, file: string, env: Record<string, string>): Program {
  return watchProgram(name, process.execPath, ["--enable-source-maps", resolve(root, file)], env);
}

/** Starts any program. */
export function watchProgram(
  name: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Program {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C belongs to whoever started the tests.
    detached: true,
  });
  const said = collect(child);
  const ended = once(child, "close").catch(() => {});
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    name,
    pid: child.pid ?? 0,
    said,
    hasEnded,
    async kill(signal = "SIGKILL") {
      if (!hasEnded()) child.kill(signal);
      await ended;
    },
  };
}

/** Waits until it has said so; its last words when it ends instead. */
export async function untilSaid(program: Program, words: string): Promise<void> {
  await waitUntil(
    `${program.name} to say ${words}`,
    () => program.said().includes(words) || program.hasEnded(),
    { timeoutMs: 120_000 },
  );
  if (!program.said().includes(words))
    throw new Error(`${program.name} ended before it said ${words}:\n${program.said().slice(-4_000)}`);
}

function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputMax);
    });
  return () => output;
}

/** True while there is a process of this number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
