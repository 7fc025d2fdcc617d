/** How densely rollouts may be probed while the judge keeps up, and how much less while it does not. */

/** Reports that nobody has judged yet, and how many regions report: each hands over two a second. */
export type JudgeBacklog = { reports: number; regions: number };

export type BurstPace = {
  /** Burst probes a second, over everything. */
  max(): number;
  /** Takes note of a measurement and tells whether the judge is behind. Every few seconds. */
  note(backlog: JudgeBacklog): boolean;
};

/** What one host is sent at most: below that nothing would be left of a burst. */
const leastProbes = 60;
/** So many of each region a judge that keeps up may have before it: what is quiet rests for two seconds. */
const reportsOfRegion = 32;

/** Begins with `most`. Halves what rollouts get while reports pile up, and gives it back slowly once they are gone. */
export function createBurstPace(most: number): BurstPace {
  let max = most;
  return {
    max: () => max,
    note({ reports, regions }) {
      const bearable = reportsOfRegion * (regions + 1);
      const isBehind = reports > bearable;
      if (isBehind) max = Math.max(Math.min(leastProbes, most), Math.floor(max / 2));
      else if (reports < bearable / 2) max = Math.min(most, Math.ceil(max * 1.25));
      return isBehind;
    },
  };
}
