/** What the programs of a running product use, read from Linux's /proc. */
import { readdirSync, readFileSync } from "node:fs";
import { cpuSeconds } from "../process-cpu.ts";

/**
 * One program: CPU seconds so far, and its memory now in bytes. `rss` counts pages that programs share in each of
 * them, `pss` in equal parts; `peak` is the most that `rss` ever was.
 */
export type ProgramUse = {
  name: string;
  pid: number;
  cpuSeconds: number;
  rss: number;
  pss: number;
  peak: number;
};

/** A program and all that it has started, as far as they are programs of ours. */
export function readUse(root: number): ProgramUse[] {
  return familyOf(root).flatMap((pid) => {
    const name = nameOf(pid);
    if (name === null) return [];
    const [status, shares] = [read(pid, "status"), read(pid, "smaps_rollup")];
    const rss = bytesOf(status, "VmRSS");
    return [
      {
        name,
        pid,
        cpuSeconds: cpuSeconds(pid),
        rss,
        pss: bytesOf(shares, "Pss") || rss,
        peak: bytesOf(status, "VmHWM"),
      },
    ];
  });
}

/** By the folder of its app, such as `worker`; `null` for what is none of ours, and for what has just ended. */
function nameOf(pid: number): string | null {
  return /apps\/(\w+)\/(?:dist|src)\//.exec(read(pid, "cmdline"))?.[1] ?? null;
}

function familyOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(pid, "status"))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const withChildren = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(withChildren)];
  return withChildren(root);
}

/** Empty for a program that has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function bytesOf(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) * 1024;
}
