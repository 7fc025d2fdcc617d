/**
 * Plain answers beside the same requests past the caches and at the origin: does an edge serve what it has kept, or is
 * its origin old? Kept apart from the counts of plain answers, and the same in whatever order answers arrive.
 */
import { readCache } from "../cache/index.ts";
import type { Instant } from "../glossary.ts";
import type { Observation } from "../observation.ts";
import type { Sample } from "./sample.ts";
import type { ComparedAnswer, RegionComparison } from "./types.ts";
import type { PartView } from "./view.ts";

/** The answers of one way to ask, newest last, and all of the newest. */
type Asked = { recent: { at: Instant; isExpected: boolean }[]; last: ComparedAnswer };

/** What is kept of one monitor in one region; plain JSON. `plain` is the newest that was not the expected version. */
export type Comparison = { plain: ComparedAnswer | null; busted: Asked | null; origin: Asked | null };

const recentMax = 24;
const noComparison: Comparison = { plain: null, busted: null, origin: null };

/** Takes one answer in. One that told no version says nothing: a firewall may refuse what looks unusual. */
export function compareAnswer(
  comparison: Comparison = noComparison,
  { at, version }: Pick<Sample, "at" | "version">,
  reported: string | null,
  { variant, cache }: Pick<Observation, "variant" | "cache">,
): Comparison {
  if (reported === null || version === "unreadable" || variant === "assets") return comparison;
  const answer = { at, version, value: reported, cache: readCache(cache) };
  if (variant === "plain") {
    const isOld = version !== "expected";
    return isOld ? { ...comparison, plain: newer(comparison.plain, answer) } : comparison;
  }
  const { recent, last } = comparison[variant] ?? { recent: [], last: answer };
  const others = recent.filter((one) => one.at !== at);
  const all = [...others, { at, isExpected: version === "expected" }].sort((a, b) => a.at - b.at);
  return { ...comparison, [variant]: { recent: all.slice(-recentMax), last: newer(last, answer) } };
}

/** The later one; of one second the older page, so that the order of arrival decides nothing. */
function newer(known: ComparedAnswer | null, answer: ComparedAnswer): ComparedAnswer {
  if (known === null || known.at !== answer.at)
    return known !== null && known.at > answer.at ? known : answer;
  const rank = ({ cache, value }: ComparedAnswer) =>
    `${String(cache.ageSeconds ?? 0).padStart(9, "0")} ${cache.said} ${value}`;
  return rank(answer) > rank(known) ? answer : known;
}

/** Answers of one way to ask over as long as plain ones are remembered. */
export type ComparedCount = { expected: number; answers: number };

/** Counts the answers of these parts that were asked for in one way. */
export function countCompared(parts: readonly PartView[], way: "busted" | "origin"): ComparedCount {
  const recent = parts.flatMap(({ cell }) => {
    const from = cell.slices[0]?.at ?? 0;
    return (cell.comparison?.[way]?.recent ?? []).filter(({ at }) => at >= from);
  });
  return { expected: recent.filter(({ isExpected }) => isExpected).length, answers: recent.length };
}

/**
 * True when plain answers are still old while the same requests past the caches, or at the origin, get the new version,
 * and chance would hardly have given so many new ones if caches made no difference.
 */
export function isEdgeStale(parts: readonly PartView[]): boolean {
  const { old, answers } = countOld(parts);
  return (["busted", "origin"] as const).some((way) => {
    const beyond = countCompared(parts, way);
    const isNew = beyond.expected >= 3 && beyond.expected >= 9 * (beyond.answers - beyond.expected);
    return old >= 5 && isNew && (1 - old / answers) ** beyond.expected < 0.01;
  });
}

/** True when whatever way is asked gets nothing but old answers: it is not the edge that keeps them. */
export function isOriginOld(parts: readonly PartView[]): boolean {
  const [busted, origin] = [countCompared(parts, "busted"), countCompared(parts, "origin")];
  return countOld(parts).old >= 5 && busted.answers >= 3 && busted.expected + origin.expected === 0;
}

function countOld(parts: readonly PartView[]): { old: number; answers: number } {
  const sum = (of: (part: PartView) => number) => parts.reduce((total, part) => total + of(part), 0);
  const old = sum(({ kept }) => kept.marks.previous + kept.marks.other);
  return { old, answers: old + sum(({ kept }) => kept.marks.expected) };
}

/** The last answer of each way over these parts; `null` while nothing is compared. */
export function lastCompared(parts: readonly PartView[]): RegionComparison | null {
  const latest = (answers: (ComparedAnswer | null | undefined)[]) =>
    answers.reduce<ComparedAnswer | null>((last, one) => (one ? newer(last, one) : last), null);
  const all = parts.map(({ cell }) => cell.comparison);
  const compared = {
    plain: latest(all.map((one) => one?.plain)),
    busted: latest(all.map((one) => one?.busted?.last)),
    origin: latest(all.map((one) => one?.origin?.last)),
  };
  return compared.busted === null && compared.origin === null ? null : compared;
}
