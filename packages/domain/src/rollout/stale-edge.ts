/** Words for an edge that serves what it has kept although its origin is new. */
import { describeAge, describeEdge } from "../cache/index.ts";
import { listNames } from "../words/index.ts";
import { isEdgeStale } from "./comparison.ts";
import type { ComparedAnswer } from "./types.ts";
import type { PartView, RolloutView } from "./view.ts";

/** Where an edge is stale, and the oldest page that it serves there; `page` is `null` when no header tells of one. */
export type StaleEdge = { parts: PartView[]; regions: string[]; page: ComparedAnswer | null };

/** The parts whose edge is stale; `null` when there are none. */
export function findStaleEdge(view: RolloutView): StaleEdge | null {
  const parts = view.parts.filter((part) => isEdgeStale([part]));
  if (parts.length === 0) return null;
  const pages = parts.flatMap(({ cell }) => cell.comparison?.plain ?? []);
  const age = ({ cache }: ComparedAnswer) => cache.ageSeconds ?? 0;
  const [page = null] = pages.sort((a, b) => age(b) - age(a));
  return { parts, regions: [...new Set(parts.map(({ region }) => region))], page };
}

/** "The origin is new, the edge (Cloudflare, AMS) serves a cached page in eu-west, age 12 min 40 s", without its stop. */
export function staleEdgeText({ regions, page }: StaleEdge, view: RolloutView): string {
  const all = new Set(view.parts.map(({ region }) => region)).size;
  const edge = page === null ? "the edge" : describeEdge(page.cache);
  const where = regions.length < all ? ` in ${listNames(regions)}` : "";
  return `The origin is new, ${edge} serves a cached page${where}${page === null ? "" : describeAge(page.cache)}`;
}

/** The same as a sentence with a space at its end; empty where no edge is stale. */
export function staleEdgeSentence(view: RolloutView): string {
  const edge = findStaleEdge(view);
  return edge === null ? "" : `${staleEdgeText(edge, view)}. `;
}
