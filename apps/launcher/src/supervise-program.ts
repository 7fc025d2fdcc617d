import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { heapFlags } from "./heap-flags.ts";
import { type Output, toText } from "./output.ts";

/** A program that is kept running. `started` tells what its first ready message said, or why there was none. */
export type SupervisedProgram = { started: Promise<Record<string, unknown>>; stop(): Promise<void> };

const firstDelayMs = 1_000;
const delayMaxMs = 30_000;
/** A program that lived this long is no longer in trouble. */
const healthyMs = 60_000;
const stopMs = 20_000;
const tailLines = 20;

/**
 * Starts a program. When it ends before it was ready, `started` rejects with its last words; later ends are told
 * and followed by a new start, after 1 s, then 2, 4 … 30 s.
 */
export function superviseProgram(args: {
  name: string;
  file: string;
  env: NodeJS.ProcessEnv;
  /** As in `heapFlags`. */
  youngMaxMb?: number;
  output: Output;
}): SupervisedProgram {
  const { name, output } = args;
  const stopping = new AbortController();
  const first = startProgram(args);
  let child = first.child;
  const started = Promise.race([
    first.ready,
    once(child, "exit").then(() => {
      throw new Error(`${name} did not start:\n${first.tail.map((line) => `  ${line}`).join("\n")}`);
    }),
  ]);

  async function keepRunning(): Promise<void> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, delayMaxMs)) {
      const startedAt = Date.now();
      if (!hasEnded(child)) await once(child, "exit");
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > healthyMs) delayMs = firstDelayMs;
      const how = child.signalCode ?? `exit code ${child.exitCode}`;
      output.say(`${name} ended (${how}); it is started again in ${delayMs / 1000} s`);
      await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = startProgram(args).child;
    }
  }
  const watching = started.then(keepRunning, () => {});

  return {
    started,
    async stop() {
      stopping.abort();
      await endProgram(child);
      await watching;
    },
  };
}

/** Starts a program that prints to `output`; `tail` is the newest of what people would see of it. */
export function startProgram(given: {
  file: string;
  arguments?: string[];
  env: NodeJS.ProcessEnv;
  youngMaxMb?: number;
  output: Output;
}) {
  const { file, env, youngMaxMb, output } = given;
  // A group of its own: Ctrl-C reaches the launcher alone, which then stops its programs in order.
  const child = fork(file, given.arguments ?? [], {
    env,
    execArgv: heapFlags(env.NODE_OPTIONS, youngMaxMb),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const tail: string[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    const input = child[name];
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      output.log(line, name);
      const text = toText(line, name);
      if (text) tail.push(text);
      if (tail.length > tailLines) tail.shift();
    });
  }
  const ready = new Promise<Record<string, unknown>>((resolve) => {
    child.on("message", (message: Record<string, unknown>) => {
      if (message.type === "ready") resolve(message);
    });
  });
  return { child, ready, tail };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function endProgram(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(timer);
}
