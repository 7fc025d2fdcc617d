/** Counts over time, in slices that are filled as answers arrive: sums, so that arrival order does not matter. */
import type { Bucket, Instant } from "../glossary.ts";
import { buckets } from "../glossary.ts";
import type { VersionBucket } from "../matching/index.ts";
import type { Sample } from "./sample.ts";

export const sliceMs = 10_000;
/** One more than a minute holds, because a window rarely starts where a slice does. */
const slicesMax = 7;

/** Ten seconds of answers of one monitor in one region. Maps are bounded; what does not fit is not named. */
export type Slice = {
  at: Instant;
  marks: Record<Bucket, number>;
  /** Failed answers by the version they carry. */
  failed: Record<VersionBucket, number>;
  blocked: number;
  /** Readable versions as reported. */
  versions: Record<string, number>;
  /** Remote addresses: answers of the expected version, and of others. */
  addresses: Record<string, { expected: number; others: number }>;
  /** Cache-busted probes: the same. */
  busted: { expected: number; others: number };
};

const namesMax = 8;

export function emptySlice(at: Instant): Slice {
  return {
    at,
    marks: { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0 },
    failed: { expected: 0, previous: 0, other: 0, unreadable: 0 },
    blocked: 0,
    versions: {},
    addresses: {},
    busted: { expected: 0, others: 0 },
  };
}

/** The slices with `change` applied to the one that holds `at`; the oldest falls out. */
function changeSlice<S extends { at: Instant }>(
  slices: readonly S[],
  at: Instant,
  { widthMs, max, empty }: { widthMs: number; max: number; empty: (at: Instant) => S },
  change: (slice: S) => S,
): S[] {
  const start = Math.floor(at / widthMs) * widthMs;
  const known = slices.find((slice) => slice.at === start) ?? empty(start);
  const others = slices.filter((slice) => slice.at !== start);
  return [...others, change(known)].sort((a, b) => a.at - b.at).slice(-max);
}

/** Counts a plain answer. */
export function countPlain(
  slices: readonly Slice[],
  sample: Sample,
  reported: string | null,
  address: string | null,
): Slice[] {
  const isExpected = sample.version === "expected";
  return changeSlice(slices, sample.at, { widthMs: sliceMs, max: slicesMax, empty: emptySlice }, (slice) => ({
    ...slice,
    marks: { ...slice.marks, [sample.mark]: slice.marks[sample.mark] + 1 },
    failed: sample.ok
      ? slice.failed
      : { ...slice.failed, [sample.version]: slice.failed[sample.version] + 1 },
    blocked: slice.blocked + (sample.isBlocked ? 1 : 0),
    versions: reported === null ? slice.versions : countName(slice.versions, reported, (n = 0) => n + 1),
    addresses:
      address === null || sample.version === "unreadable"
        ? slice.addresses
        : countName(slice.addresses, address, (known) => countSide(known, isExpected)),
  }));
}

/** Counts a cache-busted answer, which says nothing about shares. */
export function countBusted(slices: readonly Slice[], sample: Sample): Slice[] {
  return changeSlice(slices, sample.at, { widthMs: sliceMs, max: slicesMax, empty: emptySlice }, (slice) => ({
    ...slice,
    busted: countSide(slice.busted, sample.version === "expected"),
  }));
}

type Sides = { expected: number; others: number };

function countSide(sides: Sides = { expected: 0, others: 0 }, isExpected: boolean): Sides {
  return isExpected ? { ...sides, expected: sides.expected + 1 } : { ...sides, others: sides.others + 1 };
}

function countName<T>(names: Record<string, T>, name: string, count: (known?: T) => T): Record<string, T> {
  const isKnown = Object.hasOwn(names, name);
  if (!isKnown && Object.keys(names).length >= namesMax) return names;
  return { ...names, [name]: count(isKnown ? names[name] : undefined) };
}

/** One slice that sums all slices ending after `from`. */
export function sumSlices(slices: readonly Slice[], from: Instant): Slice {
  const sum = emptySlice(from);
  const versions = new Map<string, number>();
  const addresses = new Map<string, Sides>();
  for (const slice of slices) {
    if (slice.at + sliceMs <= from) continue;
    for (const bucket of buckets) sum.marks[bucket] += slice.marks[bucket];
    for (const version of ["expected", "previous", "other", "unreadable"] as const) {
      sum.failed[version] += slice.failed[version];
    }
    sum.blocked += slice.blocked;
    sum.busted = addSides(sum.busted, slice.busted);
    for (const name of Object.keys(slice.versions)) {
      versions.set(name, (versions.get(name) ?? 0) + (slice.versions[name] ?? 0));
    }
    for (const name of Object.keys(slice.addresses)) {
      addresses.set(name, addSides(addresses.get(name), slice.addresses[name]));
    }
  }
  return { ...sum, versions: Object.fromEntries(versions), addresses: Object.fromEntries(addresses) };
}

const noSides: Sides = { expected: 0, others: 0 };

function addSides(a: Sides = noSides, b: Sides = noSides): Sides {
  return { expected: a.expected + b.expected, others: a.others + b.others };
}

/** Answers of all five marks. */
export function countMarks(marks: Record<Bucket, number>): number {
  return buckets.reduce((sum, bucket) => sum + marks[bucket], 0);
}
