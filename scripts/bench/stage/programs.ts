/** Programs that a bench starts beside itself, with a channel to talk over. */
import { type ChildProcess, fork } from "node:child_process";

/**
 * Starts a program: TypeScript as it stands, JavaScript as it was built. It inherits the
 * environment, `env` on top of it, and prints on standard error what it prints: standard output is the bench's own.
 */
export function startProgram(file: string, env: Record<string, string> = {}): ChildProcess {
  return fork(file, [], {
    execArgv: file.endsWith(".ts") ? ["--import", "tsx"] : [],
    env: { ...process.env, ...env },
    stdio: ["ignore", 2, 2, "ipc"],
  });
}

/** Resolves with the first message of a program that `fits`; rejects when the program ends before. */
export function hear<T>(
  child: ChildProcess,
  fits: (message: unknown) => message is T = (_): _ is T => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if (fits(message)) settle(() => resolve(message));
    };
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => reject(new Error(`${child.spawnargs.at(-1)} ended (${signal ?? code})`)));
    const settle = (done: () => void) => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      done();
    };
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}
