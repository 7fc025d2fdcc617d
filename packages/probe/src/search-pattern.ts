import { RE2JS } from "re2js";

/**
 * Patterns come from users and texts from strangers, so they meet in RE2: time is linear in the text. It is linear in
 * the pattern's size as well (about 25 ns per instruction and character at worst), which the work limit bounds: a
 * large pattern searches only as much of a long text as it may.
 */
const workMax = 4_000_000;
const cacheMax = 500;
const compiled = new Map<string, RE2JS | null>();

/** Why a pattern cannot be used; `null` when it can. RE2's syntax: no look-around, no back-references. */
export function patternProblem(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "not a pattern";
  }
}

/** A match of a pattern: the whole of it and its first group. */
export type PatternMatch = { whole: string; group: string | null };

/**
 * The first match in a text, in bounded time; `null` without one. A pattern that does not compile matches nothing,
 * nor does one that ends where the text was cut (`isCut`): it may be half of what stands there.
 */
export function searchPattern(pattern: string, text: string, isCut: boolean): PatternMatch | null {
  const expression = compile(pattern);
  if (expression === null) return null;
  const searched = text.slice(0, Math.floor(workMax / expression.programSize()));
  const matcher = expression.matcher(searched);
  if (!matcher.find()) return null;
  const isWhole = !isCut && searched.length === text.length;
  if (!isWhole && matcher.end() === searched.length) return null;
  return {
    whole: matcher.group(0) ?? "",
    group: expression.groupCount() > 0 ? matcher.group(1) : null,
  };
}

function compile(pattern: string): RE2JS | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const expression = patternProblem(pattern) === null ? RE2JS.compile(pattern) : null;
  const oldest = compiled.keys().next().value;
  if (compiled.size >= cacheMax && oldest !== undefined) compiled.delete(oldest);
  compiled.set(pattern, expression);
  return expression;
}
