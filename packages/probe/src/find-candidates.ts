import type { VersionReader } from "@rollcall/domain/monitor-spec";
import type { Answer } from "./answer.ts";
import { readVersion } from "./read-version.ts";
import { versionPlaces } from "./version-places.ts";
import { versionShape } from "./version-shape.ts";

/** Something in an answer that looks like a version, with the reader that reads exactly this value. */
export type VersionCandidate = {
  reader: VersionReader;
  value: string;
  /** For people: "a header often used for commits, a 40-digit commit". */
  why: string;
  /** 0–100; only for ranking. */
  score: number;
};

const candidatesMax = 12;
/** Below this, neither the name nor the value makes a good case. */
const scoreMin = 28;

/** What may be the version in an answer, best first. Proposed to people, never chosen for them. */
export function findCandidates(answer: Answer): VersionCandidate[] {
  return versionPlaces(answer)
    .flatMap((place) => {
      const value = isReadable(place.reader) ? readVersion(place.reader, answer) : null;
      const shape = value === null ? null : versionShape(value);
      if (value === null || shape === null) return [];
      const score = place.score + shape.score;
      return [{ reader: place.reader, value, why: `${place.why}, ${shape.what}`, score }];
    })
    .filter(({ score }) => score >= scoreMin)
    .sort((a, b) => b.score - a.score)
    .slice(0, candidatesMax);
}

/** A target may use names longer than a monitor can store. */
function isReadable(reader: VersionReader): boolean {
  if (reader.from === "json") return reader.path.length <= 256;
  return reader.from === "text" || reader.from === "regex" || reader.name.length <= 128;
}
