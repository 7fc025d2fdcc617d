/** Counts over time, in slices that are filled as answers arrive: sums, so that arrival order does not matter. */
import type { Bucket, Instant } from "../glossary.ts";
import { buckets } from "../glossary.ts";
import type { VersionBucket } from "../matching/index.ts";
import type { Observation } from "../observation.ts";
import type { Sample } from "./sample.ts";

/** How long a slice is. */
export const sliceMs = 10_000;
/** One more than a minute holds, because a window rarely starts where a slice does. */
const slicesMax = 7;
/** Maps of names are bounded; what does not fit is not named. */
const namesMax = 8;

/** Answers of the expected version, and of others. */
export type Sides = { expected: number; others: number };

/** Ten seconds of answers of one monitor in one region. */
export type Slice = {
  at: Instant;
  marks: Record<Bucket, number>;
  /** Failed answers by the version they carry. */
  failed: Record<VersionBucket, number>;
  blocked: number;
  /** Readable versions as reported. */
  versions: Record<string, number>;
  /** Remote addresses, of answers that told a version. */
  addresses: Record<string, Sides>;
  /** Instances that named themselves. */
  instances: Record<string, number>;
};

function emptySlice(at: Instant): Slice {
  return {
    at,
    marks: { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0 },
    failed: { expected: 0, previous: 0, other: 0, unreadable: 0 },
    blocked: 0,
    versions: {},
    addresses: {},
    instances: {},
  };
}

/** Counts a plain answer. */
export function countPlain(
  slices: readonly Slice[],
  sample: Sample,
  reported: string | null,
  { remoteAddress, instance }: Pick<Observation, "remoteAddress" | "instance">,
): Slice[] {
  const { mark, version, ok } = sample;
  const address = version === "unreadable" ? null : remoteAddress;
  return changeSlice(slices, sample.at, (slice) => ({
    ...slice,
    marks: { ...slice.marks, [mark]: slice.marks[mark] + 1 },
    failed: ok ? slice.failed : { ...slice.failed, [version]: slice.failed[version] + 1 },
    blocked: slice.blocked + (sample.isBlocked ? 1 : 0),
    versions: countName(slice.versions, reported, (n = 0) => n + 1),
    addresses: countName(slice.addresses, address, (sides) => countSide(sides, version)),
    instances: countName(slice.instances, instance, (n = 0) => n + 1),
  }));
}

/** The slices with `change` applied to the one that holds `at`; the oldest falls out. */
function changeSlice(slices: readonly Slice[], at: Instant, change: (slice: Slice) => Slice): Slice[] {
  const start = Math.floor(at / sliceMs) * sliceMs;
  const known = slices.find((slice) => slice.at === start) ?? emptySlice(start);
  const others = slices.filter((slice) => slice.at !== start);
  return [...others, change(known)].sort((a, b) => a.at - b.at).slice(-slicesMax);
}

const noSides: Sides = { expected: 0, others: 0 };

function countSide(sides: Sides = noSides, version: VersionBucket): Sides {
  return version === "expected"
    ? { ...sides, expected: sides.expected + 1 }
    : { ...sides, others: sides.others + 1 };
}

function countName<T>(
  names: Record<string, T>,
  name: string | null,
  count: (known?: T) => T,
): Record<string, T> {
  if (name === null) return names;
  const isKnown = Object.hasOwn(names, name);
  if (!isKnown && Object.keys(names).length >= namesMax) return names;
  return { ...names, [name]: count(isKnown ? names[name] : undefined) };
}

/** One slice, said to be at `from`, that sums all slices ending after it. */
export function sumSlices(slices: readonly Slice[], from: Instant): Slice {
  const sum = emptySlice(from);
  const [versions, instances] = [new Map<string, number>(), new Map<string, number>()];
  const addresses = new Map<string, Sides>();
  for (const slice of slices) {
    if (slice.at + sliceMs <= from) continue;
    for (const bucket of buckets) sum.marks[bucket] += slice.marks[bucket];
    for (const version of ["expected", "previous", "other", "unreadable"] as const) {
      sum.failed[version] += slice.failed[version];
    }
    sum.blocked += slice.blocked;
    addNames(versions, slice.versions, (a = 0, b) => a + b);
    addNames(instances, slice.instances, (a = 0, b) => a + b);
    addNames(addresses, slice.addresses, addSides);
  }
  return {
    ...sum,
    versions: Object.fromEntries(versions),
    instances: Object.fromEntries(instances),
    addresses: Object.fromEntries(addresses),
  };
}

function addNames<T>(
  sums: Map<string, T>,
  names: Readonly<Record<string, T>>,
  add: (a: T | undefined, b: T) => T,
): void {
  for (const [name, value] of Object.entries(names)) sums.set(name, add(sums.get(name), value));
}

function addSides(a: Sides = noSides, b: Sides): Sides {
  return { expected: a.expected + b.expected, others: a.others + b.others };
}

/** One slice that sums the windows of several monitors and regions. */
export function sumWindows(windows: readonly Slice[]): Slice {
  return sumSlices(windows, 0);
}

/** Answers of all five marks. */
export function countMarks(marks: Record<Bucket, number>): number {
  return buckets.reduce((sum, bucket) => sum + marks[bucket], 0);
}
