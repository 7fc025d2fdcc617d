/** What caches and edges say about themselves in the headers of an answer. */

/** The edge that stands before a service, when its answers show one; `null` otherwise. */
export function detectCdn(cache: Readonly<Record<string, string>>): string | null {
  if ("cf-ray" in cache || "cf-cache-status" in cache) return "Cloudflare";
  if ("x-vercel-cache" in cache) return "Vercel";
  if ("x-amz-cf-pop" in cache) return "CloudFront";
  if (/cache-/.test(cache["x-served-by"] ?? "")) return "Fastly";
  if (/cloudfront|varnish|fastly|akamai|google|edge/i.test(cache.via ?? "")) return "a CDN";
  if ("cache-status" in cache || "x-cache" in cache || "x-cache-status" in cache) return "a cache";
  return cacheAgeSeconds(cache) === null ? null : "a cache";
}

const statusHeaders = ["cf-cache-status", "x-vercel-cache", "x-cache-status", "x-cache", "cache-status"];

/** The cache's own word for the answer, as sent, with the header that said it: `cf-cache-status: HIT`. */
export function cacheStatus(cache: Readonly<Record<string, string>>): string | null {
  const name = statusHeaders.find((header) => header in cache);
  return name === undefined ? null : `${name}: ${cache[name]}`;
}

/** The `Age` of the answer in seconds; `null` without one, or for an answer made just now. */
export function cacheAgeSeconds(cache: Readonly<Record<string, string>>): number | null {
  const age = cache.age ?? "";
  return /^\d{1,9}$/.test(age) && Number(age) > 0 ? Number(age) : null;
}
