import type { VersionReader } from "@rollcall/domain/monitor-spec";
import type { Inspection } from "@rollcall/queue";
import type { ProbedRegion } from "./probe-words.ts";

/** Something that looks like a version, as all regions together saw it. */
export type Candidate = {
  /** The reader as text: the same in every region, and unique in the list. */
  key: string;
  reader: VersionReader;
  why: string;
  /** What the reader reads, the most frequent value first, and where. */
  values: { value: string; regions: string[] }[];
  /** Where it stands in the first answer that has it. */
  source: SourceExcerpt | null;
};

/** A line of an answer, cut around the value. */
export type SourceExcerpt = { place: "header" | "body"; before: string; value: string; after: string };

const shownMax = 6;
const aroundChars = 40;

/** What may be the version, best first: what more regions saw goes before what looks better. */
export function collectCandidates(regions: ProbedRegion[]): Candidate[] {
  const found = new Map<string, Candidate & { score: number; seen: number }>();
  for (const { region, inspection } of regions)
    for (const { reader, value, why, score } of inspection?.candidates ?? []) {
      const key = JSON.stringify(reader);
      const known = found.get(key) ?? {
        key,
        reader,
        why,
        values: [],
        source: inspection === null ? null : findSource(inspection, reader, value),
        score,
        seen: 0,
      };
      const same = known.values.find((entry) => entry.value === value);
      if (same === undefined) known.values.push({ value, regions: [region] });
      else same.regions.push(region);
      known.score = Math.max(known.score, score);
      known.seen += 1;
      found.set(key, known);
    }
  return [...found.values()]
    .sort((a, b) => b.seen - a.seen || b.score - a.score)
    .slice(0, shownMax)
    .map(({ score, seen, values, ...candidate }) => ({
      ...candidate,
      values: values.sort((a, b) => b.regions.length - a.regions.length),
    }));
}

/** Finds the value in the shown head of the answer, after the name that it belongs to. */
export function findSource(
  inspection: Pick<Inspection, "headers" | "bodyHead">,
  reader: VersionReader,
  value: string,
): SourceExcerpt | null {
  if (reader.from === "header") {
    const header = inspection.headers.find(([name]) => name.toLowerCase() === reader.name.toLowerCase());
    return header === undefined ? null : { place: "header", before: `${header[0]}: `, value, after: "" };
  }
  const body = inspection.bodyHead ?? "";
  const name =
    reader.from === "json"
      ? (reader.path.split(/[./]/).at(-1) ?? "")
      : reader.from === "meta"
        ? reader.name
        : "";
  const from = Math.max(0, body.indexOf(name));
  const at = body.indexOf(value, from) === -1 ? body.indexOf(value) : body.indexOf(value, from);
  if (at === -1) return null;
  const lineStart = body.lastIndexOf("\n", at) + 1;
  const lineEnd = body.indexOf("\n", at) === -1 ? body.length : body.indexOf("\n", at);
  return {
    place: "body",
    before: cutStart(body.slice(lineStart, at).trimStart()),
    value,
    after: cutEnd(body.slice(at + value.length, lineEnd).trimEnd()),
  };
}

function cutStart(text: string): string {
  return text.length > aroundChars ? `…${text.slice(-aroundChars)}` : text;
}

function cutEnd(text: string): string {
  return text.length > aroundChars ? `${text.slice(0, aroundChars)}…` : text;
}
