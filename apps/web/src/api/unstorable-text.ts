import type { ProblemError } from "@rollcall/domain/problem";

/** No text of PostgreSQL holds U+0000, and no JSON of it half of a surrogate pair. */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const detail = "holds a character that cannot be stored (U+0000, or half of a surrogate pair)";

/** Deeper than anything that is sent here, and shallow enough to be walked. */
const depthMax = 64;

/**
 * Where in parsed JSON, names of fields included, text first stands that cannot be stored, or what is nested too deeply;
 * `null` when nowhere. Only the first: a small body could name thousands, each at an address as long as the body.
 */
export function findUnstorable(value: unknown, pointer = "#", depth = 0): ProblemError | null {
  if (typeof value === "string") return unstorable.test(value) ? { detail, pointer } : null;
  if (typeof value !== "object" || value === null) return null;
  if (depth > depthMax) return { detail: `is nested more than ${depthMax} deep`, pointer };
  for (const [name, child] of Object.entries(value)) {
    if (unstorable.test(name)) return { detail: `has a field whose name ${detail}`, pointer };
    const path = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const found = findUnstorable(child, path, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** True of a URL with a U+0000 anywhere in its path or query. */
export function hasNul(url: string): boolean {
  return url.includes("%00");
}
