/** What caches and edges say about themselves in the headers of an answer, in one vocabulary for all vendors. */
import { type NamedEdge, nameEdge } from "./name-edge.ts";
import { readCacheStatus } from "./read-cache-status.ts";

/**
 * `hit`: kept before. `stale`: kept, and past its time. `revalidated`: kept, and the origin said that it still holds.
 * `miss`: fetched from the origin. `bypass`: never looked for. `dynamic`: not meant to be kept.
 */
export type CacheVerdict = "hit" | "stale" | "revalidated" | "miss" | "bypass" | "dynamic" | "unknown";

/** `edge` and `pop` where the headers name them; `said` is the header that told, as sent: `cf-cache-status: HIT`. */
export type CacheReading = {
  edge: string | null;
  pop: string | null;
  verdict: CacheVerdict;
  /** `null` without an `Age`, and for an answer made just now. */
  ageSeconds: number | null;
  /** For how much longer it may be served; negative once that is over. */
  ttlSeconds: number | null;
  said: string | null;
};

type Headers = Readonly<Record<string, string>>;

/** Headers in which a cache states its verdict, and the edge that sends them where only one does. */
const statusHeaders: readonly { name: string; edge: string | null }[] = [
  { name: "cf-cache-status", edge: "Cloudflare" },
  { name: "x-vercel-cache", edge: "Vercel" },
  { name: "cdn-cache", edge: "bunny.net" },
  { name: "x-sucuri-cache", edge: "Sucuri" },
  { name: "x-goog-cache-status", edge: "Google Cloud" },
  { name: "x-cache-status", edge: null },
  { name: "x-proxy-cache", edge: null },
  { name: "x-cache", edge: null },
  { name: "x-cache-lookup", edge: null },
];

/**
 * Reads the cache headers of an answer; names must be in lower case. Where several caches speak, one that kept the
 * answer is believed before one that passed the request on.
 */
export function readCache(headers: Headers): CacheReading {
  const named = nameEdge(headers);
  const told = [...fromStatusHeaders(headers), ...fromCacheStatus(headers)];
  const first =
    told.find(({ verdict }) => isKept(verdict)) ?? told.find(({ verdict }) => verdict !== "unknown");
  const ageSeconds = readAge(headers);
  const chosen = first ?? told[0] ?? fromAge(ageSeconds);
  const edge = chosen.edge ?? named.edge;
  return {
    edge,
    pop: edge === named.edge ? named.pop : null,
    verdict: chosen.verdict,
    ageSeconds,
    ttlSeconds: chosen.ttlSeconds ?? sharedLifetime(headers, ageSeconds),
    said: chosen.said,
  };
}

/** The cache that stands before a service, when its answers show one: its name, or "a cache"; `null` otherwise. */
export function detectCache(headers: Headers): string | null {
  const { edge, verdict, said } = readCache(headers);
  return edge ?? (verdict === "unknown" && said === null ? null : "a cache");
}

/** True for an answer that a cache had kept before it was asked for. */
export function isKept(verdict: CacheVerdict): boolean {
  return verdict === "hit" || verdict === "stale";
}

type Told = {
  edge: NamedEdge["edge"];
  verdict: CacheVerdict;
  ttlSeconds: number | null;
  said: string | null;
};

function fromStatusHeaders(headers: Headers): Told[] {
  return statusHeaders.flatMap(({ name, edge }) => {
    const value = headers[name];
    if (value === undefined) return [];
    return [{ edge, verdict: readWords(value), ttlSeconds: null, said: `${name}: ${value}` }];
  });
}

function fromCacheStatus(headers: Headers): Told[] {
  const value = headers["cache-status"];
  const status = value === undefined ? null : readCacheStatus(value);
  if (status === null) return [];
  return [
    { ...status, edge: /^netlify/i.test(status.cache) ? "Netlify" : null, said: `cache-status: ${value}` },
  ];
}

/** An age says that the answer was kept, whatever else is silent (RFC 9111 §5.1). */
function fromAge(ageSeconds: number | null): Told {
  const isAged = ageSeconds !== null;
  return {
    edge: null,
    verdict: isAged ? "hit" : "unknown",
    ttlSeconds: null,
    said: isAged ? `age: ${ageSeconds}` : null,
  };
}

/** The words of all vendors, tried in this order: `TCP_REFRESH_FAIL_HIT` is stale before it is a hit. */
const words: readonly [CacheVerdict, RegExp][] = [
  ["stale", /STALE|UPDATING|REFRESH_FAIL/],
  ["revalidated", /REVALIDATED|REFRESH_?HIT|REFRESH_UNMODIFIED/],
  ["hit", /HIT|PRERENDER/],
  ["bypass", /BYPASS|PASS\b|NO_?CACHE|NO_?STORE|DENIED|DENY/],
  ["miss", /MISS|EXPIRED|REFRESH/],
  ["dynamic", /DYNAMIC|GENERATED|UNCACHEABLE/],
];

/** `HIT, MISS` is the word of two layers: what either had kept is an old page for the user. */
function readWords(value: string): CacheVerdict {
  const layers = value.split(",").map((layer) => {
    const word = layer.trim().split(/\s/, 1)[0]?.toUpperCase() ?? "";
    return words.find(([, pattern]) => pattern.test(word))?.[0] ?? "unknown";
  });
  return words.find(([verdict]) => layers.includes(verdict))?.[0] ?? "unknown";
}

function readAge({ age = "" }: Headers): number | null {
  return /^\d{1,9}$/.test(age) && Number(age) > 0 ? Number(age) : null;
}

/** What `s-maxage` leaves of its time. */
function sharedLifetime(headers: Headers, ageSeconds: number | null): number | null {
  const lifetime = /(?:^|[\s,])s-maxage=(\d{1,9})/i.exec(headers["cache-control"] ?? "")?.[1];
  return lifetime === undefined ? null : Number(lifetime) - (ageSeconds ?? 0);
}
