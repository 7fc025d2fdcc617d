import { type Bucket, buckets } from "@rollcall/domain/glossary";

/** The five marks of an answer in characters: solid, diagonal, dots, outline, notch. */
export const bucketMark: Record<Bucket, string> = {
  expected: "▮",
  previous: "▨",
  other: "▩",
  unreadable: "▢",
  error: "▼",
};

const marksMax = 30;

/** The last answers of a region, at most 30, oldest first. */
export function recentMarks(marks: readonly Bucket[]): Bucket[] {
  return marks.slice(-marksMax);
}

/** What the marks in use stand for: "▮ 1.42.0  ▨ 1.41.3  ▼ error". */
export function legendOf(
  used: ReadonlySet<Bucket>,
  versions: { expected: string | null; serving: string | null },
): [mark: string, meaning: string][] {
  const meanings: Record<Bucket, string> = {
    expected: versions.expected ?? "expected",
    previous: versions.serving ?? "previous",
    other: "another version",
    unreadable: "no version",
    error: "error",
  };
  return buckets.filter((bucket) => used.has(bucket)).map((bucket) => [bucketMark[bucket], meanings[bucket]]);
}
