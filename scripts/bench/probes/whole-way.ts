/** The whole way of a probe: due, queue, probe, queue, stored and judged, by the built product on a stage. */
import { setTimeout as pause } from "node:timers/promises";
import { type Scrape, sumOf } from "../read-metrics.ts";
import type { Row } from "../report.ts";
import { cpuSecondsOf, openStage, type Stage, type StageUse } from "../stage/open-stage.ts";
import { openWorkerProfile } from "../stage/profile-worker.ts";
import { settle } from "../stage/settle.ts";
import { certificateFile } from "./targets.ts";

export type WholeWayOptions = {
  queue: "PostgreSQL" | "Redis";
  /** Where the monitors ask, each root by as many of them as any other. */
  roots: readonly string[];
  monitors: number;
  intervalSeconds: number;
};

/** What one stretch took: CPU in milliseconds per 1,000 probes that were stored and judged. */
export type Stretch = {
  probes: number;
  perSecond: number;
  cpuMsPer1000: number;
  /** By program; `cores` is what all of them kept busy. */
  worker: number;
  otherPrograms: number;
  postgres: number;
  redis: number;
  cores: number;
};

export type WholeWay = {
  measure(seconds: number): Promise<Stretch>;
  /** By whose code was running in the worker, for twenty seconds; to be called once, after all else. */
  profile(): Promise<Row>;
  close(): Promise<void>;
};

const profileSeconds = 20;

/** Starts the product and resolves when every service has been judged for the first time and nothing waits. */
export async function openWholeWay({
  queue,
  roots,
  monitors,
  intervalSeconds,
}: WholeWayOptions): Promise<WholeWay> {
  const profile = await openWorkerProfile(profileSeconds);
  const stage = await openStage({
    ...{ monitors, intervalSeconds, queue },
    urlOf: (number) => `${roots[number % roots.length]}/version/${number}`,
    env: { NODE_EXTRA_CA_CERTS: certificateFile, ...profile.env },
  });
  const close = async () => {
    await stage.close();
    await profile.close();
  };
  try {
    await settle(stage, monitors / intervalSeconds, intervalSeconds);
    return { measure: (seconds) => measure(stage, seconds), profile: () => profile.take(stage), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function measure(stage: Stage, seconds: number): Promise<Stretch> {
  const [numbers, use, startedAt] = [await stage.scrape(), stage.readUse(), performance.now()];
  await pause(seconds * 1_000);
  const [numbersAfter, useAfter, endedAt] = [await stage.scrape(), stage.readUse(), performance.now()];
  const probes = judged(numbersAfter) - judged(numbers);
  const perThousand = (cpuSeconds: (of: StageUse) => number) =>
    ((cpuSeconds(useAfter) - cpuSeconds(use)) * 1e6) / probes;
  const tookSeconds = (endedAt - startedAt) / 1_000;
  const worker = perThousand((of) => cpuOfPrograms(of, (name) => name === "worker"));
  return {
    probes,
    perSecond: probes / tookSeconds,
    cpuMsPer1000: perThousand(cpuSecondsOf),
    worker,
    otherPrograms: perThousand((of) => cpuOfPrograms(of, (name) => name !== "worker")),
    postgres: perThousand((of) => of.postgresCpuSeconds),
    redis: perThousand((of) => of.redisCpuSeconds),
    cores: (cpuSecondsOf(useAfter) - cpuSecondsOf(use)) / tookSeconds,
  };
}

function cpuOfPrograms({ programs }: StageUse, isMeant: (name: string) => boolean): number {
  return programs.filter(({ name }) => isMeant(name)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

function judged(numbers: Scrape): number {
  return sumOf(numbers, 'rollcall_observations_total{result="folded"');
}
