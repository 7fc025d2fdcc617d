/** From what was measured to what an installation takes; pure. */

/** Of one second: probes stored and judged, CPU seconds of each program, bytes through Redis and of PostgreSQL's log. */
export type Stretch = {
  probes: number;
  scheduler: number;
  prober: number;
  judge: number;
  postgres: number;
  redis: number;
  redisBytes: number;
  walBytes: number;
};

/** What one more probe a second adds, and what there is without any. */
export type Slopes = { perProbe: Omit<Stretch, "probes">; atRest: Omit<Stretch, "probes"> };

export type Figures = Slopes & {
  /** Bytes that the scheduler holds for each monitor. */
  memory: number;
  /** Bytes of one stored observation with its indexes. */
  bytesStored: number;
};

/** `regionsPerMonitor` of the `regions` probe each monitor. */
export type Size = { monitors: number; regions: number; regionsPerMonitor: number; intervalSeconds: number };

/**
 * Of all cells together: cores, bytes a second through Redis, bytes stored a day. A cell is an installation of its own,
 * with one leading scheduler and one Redis; each of these is one thread.
 */
export type Plan = {
  probesPerSecond: number;
  cells: number;
  /** What the busiest thread of a cell is kept busy by, 0 to 1. */
  leaderBusy: number;
  redisBusy: number;
  /** Of each region. */
  proberCores: number;
  judgeCores: number;
  postgresCores: number;
  redisBytesPerSecond: number;
  walBytesPerSecond: number;
  storedBytesPerDay: number;
  leaderBytes: number;
};

/** A core that is busier than this has no room for a bad minute. */
const busyMax = 0.7;

/** What a straight line through two stretches says. Throws when they do not differ in probes. */
export function slopesOf(fewer: Stretch, more: Stretch): Slopes {
  const probes = more.probes - fewer.probes;
  if (probes <= 0) throw new RangeError("The second stretch must have more probes than the first.");
  const keys = (Object.keys(fewer) as (keyof Stretch)[]).filter((key) => key !== "probes");
  const perProbe = Object.fromEntries(keys.map((key) => [key, (more[key] - fewer[key]) / probes]));
  const atRest = Object.fromEntries(
    keys.map((key) => [key, Math.max(0, fewer[key] - fewer.probes * (perProbe[key] ?? 0))]),
  );
  return { perProbe, atRest } as Slopes;
}

/** Cores are those to have: what is kept busy, with room left. */
export function planFor(size: Size, { perProbe, atRest, memory, bytesStored }: Figures): Plan {
  const { monitors, regions, regionsPerMonitor, intervalSeconds } = size;
  const probesPerSecond = (monitors * regionsPerMonitor) / intervalSeconds;
  const perCell = Math.min(
    ...(["scheduler", "redis"] as const).map((key) => (busyMax - atRest[key]) / perProbe[key]),
  );
  const cells = Math.max(1, Math.ceil(probesPerSecond / perCell));
  const rate = probesPerSecond / cells;
  const cores = (key: "prober" | "judge" | "postgres", places: number) =>
    (atRest[key] + (probesPerSecond / places) * perProbe[key]) / busyMax;
  return {
    probesPerSecond,
    cells,
    leaderBusy: atRest.scheduler + rate * perProbe.scheduler,
    redisBusy: atRest.redis + rate * perProbe.redis,
    proberCores: cores("prober", regions),
    judgeCores: cores("judge", cells) * cells,
    postgresCores: cores("postgres", cells) * cells,
    redisBytesPerSecond: probesPerSecond * perProbe.redisBytes,
    walBytesPerSecond: probesPerSecond * perProbe.walBytes,
    storedBytesPerDay: probesPerSecond * 86_400 * bytesStored,
    leaderBytes: (monitors / cells) * memory,
  };
}
