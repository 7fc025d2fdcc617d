/** Numbers of series and texts that one program has found, so that it does not ask for them with every report. */
import { LRUCache } from "lru-cache";

/**
 * What a program remembers between transactions. Remember only what was found, never what the same transaction made: a
 * number that is rolled back is given to something else.
 */
export type PlaceMemory = {
  get(key: string): KnownPlace | undefined;
  set(key: string, place: KnownPlace): void;
  /** Texts of an earlier day may be gone at any time: nothing of it is to be remembered or looked up. */
  oldestDayMs(): number;
  /** Whether programs of an earlier release have stored anything since then, which `ask` finds out every ten seconds. */
  isWideUsed(sinceMs: number, ask: () => Promise<boolean>): Promise<boolean>;
};

/** `n` is -1 where the text has no number and will have none. */
export type KnownPlace = { series: number; n: number };

const dayMs = 86_400_000;
const bytesMax = 32 * 1024 * 1024;
/** Of an entry, beside the letters of its key. */
const entryBytes = 320;
// A report that was stored and not acknowledged comes again when its lock ends, which is later than this.
const wideUseMs = 10_000;

/** Remembers the numbers of some 75,000 texts, those of today that were used last. */
export function createPlaceMemory(now: () => number = Date.now): PlaceMemory {
  const places = new LRUCache<string, KnownPlace>({
    maxSize: bytesMax,
    sizeCalculation: (_, key) => entryBytes + key.length,
  });
  let today = 0;
  let wide = { sinceMs: 0, askedMs: Number.NEGATIVE_INFINITY, isUsed: false };
  return {
    get: (key) => places.get(key),
    set: (key, place) => void places.set(key, place),
    oldestDayMs() {
      const day = Math.floor(now() / dayMs) * dayMs;
      if (day !== today) places.clear();
      today = day;
      return day - dayMs;
    },
    async isWideUsed(sinceMs, ask) {
      const isFresh = Math.abs(now() - wide.askedMs) < wideUseMs;
      if (isFresh && wide.sinceMs <= sinceMs) return wide.isUsed;
      const askedMs = now();
      wide = { sinceMs, askedMs, isUsed: await ask() };
      return wide.isUsed;
    },
  };
}
