/** The CPU time of programs on Linux, read from /proc. */
import { readdirSync, readFileSync } from "node:fs";

/** In the kernel's ticks, of which there are a hundred a second on every common machine. */
const ticksPerSecond = 100;

/** CPU seconds that a process and those of its children that have ended have used so far. */
export function cpuSeconds(pid: number): number {
  const { times } = readStat(pid);
  return times.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;
}

/** The same for a process with all its living children, such as PostgreSQL's. */
export function cpuSecondsOfTree(pid: number): number {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
  return children.reduce((sum, child) => sum + cpuSecondsOfTree(child), ownSeconds(pid));
}

function parentOf(pid: number): number | null {
  try {
    return readStat(pid).parent;
  } catch {
    return null;
  }
}

/** A child may end between being found and being read; then its parent counts it. */
function ownSeconds(pid: number): number {
  try {
    return cpuSeconds(pid);
  } catch {
    return 0;
  }
}

function readStat(pid: number): { parent: number; times: number[] } {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(fields[1]), times: fields.slice(11, 15).map(Number) };
}
