import { cleanText } from "@rollcall/domain/clean-text";
import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { headerValue } from "@rollcall/outbound";
import type { Answer } from "./answer.ts";
import { getPath } from "./get-path.ts";
import { readMetaTags } from "./read-meta-tags.ts";
import { searchPattern } from "./search-pattern.ts";

/** A text answer longer than this is a page, not a version. */
const textCharsMax = 256;

/**
 * What an answer states where the reader looks: cleaned, at most 256 characters, `null` when nothing is there. A
 * header counts on any status, a body only on 2xx. Whether it names a build is for the judgement to say.
 */
export function readVersion(reader: VersionReader, answer: Answer): string | null {
  const found =
    reader.from === "header" ? headerValue(answer.headers, reader.name) : readBody(reader, answer);
  const cleaned = cleanText(found ?? "");
  return cleaned === "" ? null : cleaned;
}

function readBody(reader: Exclude<VersionReader, { from: "header" }>, answer: Answer): string | null {
  const { text, isCut } = answer;
  if (text === null || answer.status < 200 || answer.status > 299) return null;
  switch (reader.from) {
    case "json":
      return scalarText(getPath(answer.json(), reader.path));
    case "meta":
      return readMeta(text, reader.name);
    case "regex": {
      const match = searchPattern(reader.pattern, text, isCut);
      return match ? (match.group ?? match.whole) : null;
    }
    case "text":
      return isCut ? null : readPlainText(text);
  }
}

/** A string or a number as text. A number too large to be exact would be another version, so it is none. */
function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
}

/** The body itself when it is one short line. */
function readPlainText(body: string): string | null {
  const text = body.trim();
  return text.length <= textCharsMax && !/[\r\n]/.test(text) ? text : null;
}

function readMeta(html: string, name: string): string | null {
  const wanted = name.toLowerCase();
  return readMetaTags(html).find(([tag]) => tag.toLowerCase() === wanted)?.[1] ?? null;
}
