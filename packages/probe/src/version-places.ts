import type { VersionReader } from "@rollcall/domain/monitor-spec";
import type { Answer } from "./answer.ts";
import { jsonPlaces } from "./json-places.ts";
import { type Rated, rateName } from "./rate-name.ts";
import { readMetaTags } from "./read-meta-tags.ts";

/** A place of an answer that may state a version, by its name alone; `score` 0–55. */
export type VersionPlace = Rated & { reader: VersionReader };

/** Every place of an answer whose name speaks of a version; headers first, since they count on any status. */
export function versionPlaces(answer: Answer): VersionPlace[] {
  return [...headerPlaces(answer), ...jsonPlaces(answer), ...metaPlaces(answer), ...textPlaces(answer)];
}

function headerPlaces(answer: Answer): VersionPlace[] {
  const names = [...new Set(answer.headers.map(([name]) => name.toLowerCase()))];
  return names.flatMap((name) => {
    const rated = rateName(name.replace(/^x-/, ""), "header");
    return rated ? [{ reader: { from: "header", name } as const, ...rated }] : [];
  });
}

function metaPlaces(answer: Answer): VersionPlace[] {
  const isHtml = /<(!doctype html|html|head|meta)\b/i.test(answer.text?.slice(0, 4096) ?? "");
  if (!isHtml || answer.text === null) return [];
  const names = [...new Set(readMetaTags(answer.text).map(([name]) => name))];
  return names.flatMap((name) => {
    const rated = rateName(name, "meta tag");
    return rated ? [{ reader: { from: "meta", name } as const, ...rated }] : [];
  });
}

function textPlaces(answer: Answer): VersionPlace[] {
  const isMarkup = /^\s*[<{["]/.test(answer.text ?? "");
  return isMarkup ? [] : [{ reader: { from: "text" }, why: "the whole answer is one short text", score: 19 }];
}
