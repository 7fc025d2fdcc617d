import type { CacheVerdict } from "./read-cache.ts";

/** What one cache of a `Cache-Status` field says. */
export type CacheStatus = { cache: string; verdict: CacheVerdict; ttlSeconds: number | null };

/**
 * Reads a `Cache-Status` field (RFC 9211): caches in the order of the answer's way, each with parameters. The one
 * nearest to us that had kept the answer speaks, or else the one nearest to us; `null` for what is no such list.
 */
export function readCacheStatus(value: string): CacheStatus | null {
  const caches = splitOutsideQuotes(value, ",").map(readCacheOf);
  return caches.findLast(({ verdict }) => verdict === "hit" || verdict === "stale") ?? caches.at(-1) ?? null;
}

function readCacheOf(item: string): CacheStatus {
  const [name = "", ...rest] = splitOutsideQuotes(item, ";");
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const [key = "", ...words] = part.split("=");
      return [key.trim().toLowerCase(), unquote(words.join("="))];
    }),
  );
  const ttl = parameters.get("ttl") ?? "";
  const ttlSeconds = /^-?\d{1,9}$/.test(ttl) ? Number(ttl) : null;
  return { cache: unquote(name), verdict: verdictOf(parameters, ttlSeconds), ttlSeconds };
}

function verdictOf(parameters: ReadonlyMap<string, string>, ttlSeconds: number | null): CacheVerdict {
  // §2.4: a negative ttl is the time since which the answer is stale.
  if (parameters.has("hit")) return ttlSeconds !== null && ttlSeconds < 0 ? "stale" : "hit";
  const forwarded = parameters.get("fwd");
  if (forwarded === undefined) return "unknown";
  if (forwarded === "bypass") return "bypass";
  return parameters.get("fwd-status") === "304" ? "revalidated" : "miss";
}

function splitOutsideQuotes(text: string, sign: "," | ";"): string[] {
  const part = sign === "," ? /(?:"(?:\\.|[^"\\])*"|[^",])+/g : /(?:"(?:\\.|[^"\\])*"|[^";])+/g;
  return (text.match(part) ?? []).map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function unquote(text: string): string {
  return text.trim().replace(/^"(.*)"$/, "$1");
}
