import type { ProblemError } from "@rollcall/domain/problem";

/** No text of PostgreSQL holds U+0000, and no JSON of it half of a surrogate pair. */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const detail = "holds a character that cannot be stored (U+0000, or half of a surrogate pair)";

/** Where in parsed JSON, names of fields included, stands text that cannot be stored; empty when nowhere. */
export function findUnstorable(value: unknown, pointer = "#"): ProblemError[] {
  if (typeof value === "string") return unstorable.test(value) ? [{ detail, pointer }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) =>
    unstorable.test(name)
      ? [{ detail: `has a field whose name ${detail}`, pointer }]
      : findUnstorable(child, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

/** True of a URL with a U+0000 anywhere in its path or query. */
export function hasNul(url: string): boolean {
  return url.includes("%00");
}
