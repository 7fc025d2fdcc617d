/**
 * Bounds how many probes are in flight, in all and per host. A freed lane goes to the waiting host with the fewest
 * probes in flight, so that targets that hang hold back themselves and nobody else.
 */
export type Lanes = {
  /** Waits for a lane, does the work, gives the lane back whatever happens. */
  run<T>(host: string, work: () => Promise<T>): Promise<T>;
};

/** Makes lanes: at most `max` at once, at most `perHostMax` to one host. */
export function createLanes({ max, perHostMax }: { max: number; perHostMax: number }): Lanes {
  const waiting = new Map<string, (() => void)[]>();
  const busy = new Map<string, number>();
  let running = 0;

  function nextHost(): string | undefined {
    let best: string | undefined;
    for (const host of waiting.keys()) {
      const load = busy.get(host) ?? 0;
      if (load < perHostMax && (best === undefined || load < (busy.get(best) ?? 0))) best = host;
    }
    return best;
  }

  function fill(): void {
    for (let host = nextHost(); running < max && host !== undefined; host = nextHost()) {
      const queue = waiting.get(host) ?? [];
      const start = queue.shift();
      if (queue.length === 0) waiting.delete(host);
      running += 1;
      busy.set(host, (busy.get(host) ?? 0) + 1);
      start?.();
    }
  }

  function release(host: string): void {
    running -= 1;
    const load = (busy.get(host) ?? 1) - 1;
    if (load === 0) busy.delete(host);
    else busy.set(host, load);
    fill();
  }

  return {
    async run(host, work) {
      await new Promise<void>((start) => {
        waiting.set(host, [...(waiting.get(host) ?? []), start]);
        fill();
      });
      try {
        return await work();
      } finally {
        release(host);
      }
    },
  };
}
