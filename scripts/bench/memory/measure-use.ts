/** What the programs of a stage use over a while. */
import { setTimeout as pause } from "node:timers/promises";
import { median } from "../report.ts";
import { cpuSecondsOf, type Stage, type StageUse } from "../stage/open-stage.ts";

/** Memory in megabytes, as in `ProgramUse`; `cores` is how many it kept busy. */
export type ProgramShare = { name: string; rss: number; pss: number; peak: number; cores: number };

/** Of all programs together; `cores` with PostgreSQL, memory without it. */
export type Use = {
  programs: ProgramShare[];
  rss: number;
  pss: number;
  cores: number;
  postgresCores: number;
};

const lookEveryMs = 2_000;

/** Looks every two seconds: memory is the median of what was seen, CPU what the whole stretch took. */
export async function measureUse(stage: Stage, seconds: number): Promise<Use> {
  const looks: StageUse[] = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    looks.push(stage.readUse());
    await pause(lookEveryMs);
  }
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const [first, last] = [looks[0] ?? stage.readUse(), stage.readUse()];
  const cores = (of: (use: StageUse) => number) => thousandths((of(last) - of(first)) / tookSeconds);
  const programs = last.programs.map(({ name, pid, peak }) => {
    const seen = looks.flatMap((look) => look.programs.filter((program) => program.pid === pid));
    return {
      name,
      rss: megabytes(median(seen.map((program) => program.rss))),
      pss: megabytes(median(seen.map((program) => program.pss))),
      peak: megabytes(peak),
      cores: cores((use) => use.programs.find((program) => program.pid === pid)?.cpuSeconds ?? 0),
    };
  });
  const sum = (key: "rss" | "pss") => programs.reduce((total, program) => total + program[key], 0);
  return {
    programs,
    rss: sum("rss"),
    pss: sum("pss"),
    cores: cores(cpuSecondsOf),
    postgresCores: cores(({ postgresCpuSeconds }) => postgresCpuSeconds),
  };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
