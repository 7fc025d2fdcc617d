import { z } from "zod";
import type { Answer } from "./compose-answer.ts";
import type { FleetClock } from "./fleet-clock.ts";

/**
 * A CDN's cache in front of a site. An object is fresh for `ttlSeconds`; for `staleSeconds` more it is still served,
 * while it is fetched anew behind the reader's back. The origin's `Cache-Control` is overridden, as "cache everything" does.
 */
export const edgeConfig = z.strictObject({
  ttlSeconds: z.number().min(0).max(31_536_000),
  staleSeconds: z.number().min(0).max(31_536_000).default(0),
});
export type EdgeConfig = z.infer<typeof edgeConfig>;

/** `refresh`: the object was stale, so somebody must fetch it anew. */
type EdgeHit = { answer: Answer; refresh: boolean };

export type EdgeCache = {
  /** `null`: a miss. Each query string is an object of its own. */
  lookup(pathAndQuery: string): EdgeHit | null;
  /** Keeps a 200 answer and gives back what the reader of a miss gets. */
  store(pathAndQuery: string, answer: Answer): Answer;
  purge(): void;
  readonly size: number;
};

const objectsMax = 1_000;

/** An empty edge cache that ages by `clock`; the oldest object leaves when a thousand are kept. */
export function createEdgeCache(config: EdgeConfig, clock: FleetClock): EdgeCache {
  const objects = new Map<string, { answer: Answer; storedAt: number }>();
  return {
    lookup: (key) => {
      const kept = objects.get(key);
      if (!kept) return null;
      const ageSeconds = (clock.now() - kept.storedAt) / 1000;
      if (ageSeconds >= config.ttlSeconds + config.staleSeconds) {
        objects.delete(key);
        return null;
      }
      const isStale = ageSeconds >= config.ttlSeconds;
      const answer = mark(kept.answer, isStale ? "STALE" : "HIT", ageSeconds);
      return { answer, refresh: isStale };
    },
    store: (key, answer) => {
      if (answer.status === 200) {
        objects.delete(key);
        objects.set(key, { answer, storedAt: clock.now() });
        const oldest = objects.keys().next().value;
        if (objects.size > objectsMax && oldest !== undefined) objects.delete(oldest);
      }
      return mark(answer, "MISS", 0);
    },
    purge: () => objects.clear(),
    get size() {
      return objects.size;
    },
  };
}

function mark(answer: Answer, result: "HIT" | "MISS" | "STALE", ageSeconds: number): Answer {
  const headers: Record<string, string> = { ...answer.headers, "x-cache": result, via: "1.1 edge" };
  if (result !== "MISS") headers.age = String(Math.floor(ageSeconds));
  return { ...answer, headers };
}
