/** Processes that nobody here has a handle of, by /proc. */
import { readdirSync, readFileSync } from "node:fs";
import { isRunning } from "@rollcall/testing/program";

/** A process and all that it started, and so on. */
export function familyOf(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const status = readStatus(Number(name));
      return status === null ? [] : [{ pid: Number(name), parent: status.parent }];
    });
  const family = [pid];
  for (const member of family)
    family.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  return family;
}

/** Sends all of them the signal; who has ended meanwhile misses nothing. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

/** What nobody has buried yet is dead all the same. */
export function isAlive(pid: number): boolean {
  return isRunning(pid) && readStatus(pid)?.state !== "Z";
}

function readStatus(pid: number): { parent: number; state: string } | null {
  try {
    const [, state = "", parent = ""] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return { parent: Number(parent), state };
  } catch {
    return null;
  }
}
