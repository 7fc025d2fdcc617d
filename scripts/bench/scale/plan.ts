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

/** What a second takes. */
export type Use = Omit<Stretch, "probes">;

/** Four stretches that differ in one thing each, from the one before. */
export type Stretches = {
  /** Without a monitor. */
  rest: Stretch;
  /** With monitors that one region probes. */
  slow: Stretch;
  /** The same at a shorter interval. */
  fast: Stretch;
  /** The same from a second region. */
  wide: Stretch;
};

/** How use grows; it is `atRest` without a monitor. */
export type Slopes = {
  atRest: Use;
  /** A monitor adds this however seldom it is probed. */
  perMonitor: Use;
  /** A probe a second adds this where the monitor has one region. */
  perProbe: Use;
  /** A probe a second from every region after a monitor's first. */
  perFurtherProbe: Use;
};

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
  /** What the leading scheduler and Redis of a cell are kept busy by, 0 to 1. */
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
/** What a program of Node's holds without being told to hold more. */
export const leaderBytesMax = 2e9;

/** What straight lines between the stretches say. Throws when `slow`, `fast` and `wide` do not grow in probes. */
export function slopesOf({ rest, slow, fast, wide }: Stretches, monitors: number): Slopes {
  const perProbe = slopeOf(slow, fast);
  return {
    atRest: useBy((key) => rest[key]),
    perMonitor: useBy((key) => Math.max(0, (slow[key] - rest[key] - slow.probes * perProbe[key]) / monitors)),
    perProbe,
    perFurtherProbe: slopeOf(fast, wide),
  };
}

/** Never below zero, which is what remains of a small cost in a noisy minute. */
function slopeOf(fewer: Stretch, more: Stretch): Use {
  const probes = more.probes - fewer.probes;
  if (probes <= 0) throw new RangeError("A stretch must have more probes than the one before.");
  return useBy((key) => Math.max(0, (more[key] - fewer[key]) / probes));
}

function useBy(find: (key: keyof Use) => number): Use {
  return {
    ...{ scheduler: find("scheduler"), prober: find("prober"), judge: find("judge") },
    ...{ postgres: find("postgres"), redis: find("redis") },
    ...{ redisBytes: find("redisBytes"), walBytes: find("walBytes") },
  };
}

/** Cores are those to have: what is kept busy, with room left. */
export function planFor(size: Size, figures: Figures): Plan {
  const { monitors, regionsPerMonitor, intervalSeconds } = size;
  const { atRest, memory, bytesStored } = figures;
  const probesPerSecond = (monitors * regionsPerMonitor) / intervalSeconds;
  const added = growthFor(size, figures);
  const cells = cellsFor(added, size, figures);
  const coresOfAll = (key: "judge" | "postgres") => (cells * atRest[key] + added[key]) / busyMax;
  return {
    probesPerSecond,
    cells,
    leaderBusy: atRest.scheduler + added.scheduler / cells,
    redisBusy: atRest.redis + added.redis / cells,
    proberCores: (atRest.prober + growthFor(regionOf(size), figures).prober) / busyMax,
    judgeCores: coresOfAll("judge"),
    postgresCores: coresOfAll("postgres"),
    redisBytesPerSecond: cells * atRest.redisBytes + added.redisBytes,
    walBytesPerSecond: cells * atRest.walBytes + added.walBytes,
    storedBytesPerDay: probesPerSecond * 86_400 * bytesStored,
    leaderBytes: (monitors / cells) * memory,
  };
}

/** One of its regions, to whose prober every probe is a first one. */
function regionOf({ monitors, regions, regionsPerMonitor, intervalSeconds }: Size): Size {
  return {
    monitors: (monitors * regionsPerMonitor) / regions,
    regions: 1,
    regionsPerMonitor: 1,
    intervalSeconds,
  };
}

/** What monitors and their probes take beside what is there without them. */
function growthFor({ monitors, regionsPerMonitor, intervalSeconds }: Size, slopes: Slopes): Use {
  const { perMonitor, perProbe, perFurtherProbe } = slopes;
  const rate = monitors / intervalSeconds;
  const further = rate * (regionsPerMonitor - 1);
  return useBy((key) => monitors * perMonitor[key] + rate * perProbe[key] + further * perFurtherProbe[key]);
}

/** As many as keep every leading scheduler and every Redis within a thread, and the former within its memory. */
function cellsFor(added: Use, { monitors }: Size, { atRest, memory }: Figures): number {
  const needed = [
    added.scheduler / (busyMax - atRest.scheduler),
    added.redis / (busyMax - atRest.redis),
    (monitors * memory) / leaderBytesMax,
  ];
  return Math.max(1, ...needed.map(Math.ceil));
}
