import { formatDuration } from "../words/index.ts";
import type { CacheReading } from "./read-cache.ts";

/** Who kept the page, for a sentence: "the edge (Cloudflare, AMS)", as far as the headers name it. */
export function describeEdge({ edge, pop }: Pick<CacheReading, "edge" | "pop">): string {
  const names = [edge, pop].filter((name) => name !== null);
  return names.length === 0 ? "the edge" : `the edge (${names.join(", ")})`;
}

/** ", age 12 min 40 s", to be appended to what has that age; empty when it is not known. */
export function describeAge({ ageSeconds }: Pick<CacheReading, "ageSeconds">): string {
  return ageSeconds === null ? "" : `, age ${formatDuration(ageSeconds * 1000)}`;
}
