/** Gives out whoever has the least in work; among equals, who has been ready for longest. Costs the same for many. */
export type LeastLoaded<T> = {
  /** Takes note of one whose load or readiness may have changed. */
  put(one: T, isReady: boolean): void;
  first(): T | undefined;
};

/** Makes an empty one; loads are small whole numbers. */
export function createLeastLoaded<T extends { load: number }>(): LeastLoaded<T> {
  const byLoad: (Set<T> | undefined)[] = [];
  const loads = new Map<T, number>();
  return {
    put(one, isReady) {
      const before = loads.get(one);
      if (isReady && before === one.load) return;
      if (before !== undefined) byLoad[before]?.delete(one);
      loads.delete(one);
      if (!isReady) return;
      const equals = byLoad[one.load] ?? new Set();
      byLoad[one.load] = equals.add(one);
      loads.set(one, one.load);
    },
    first() {
      if (loads.size === 0) return undefined;
      for (const equals of byLoad) for (const one of equals ?? []) return one;
      return undefined;
    },
  };
}
