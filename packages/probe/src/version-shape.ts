import { isReadableVersion } from "@rollcall/domain/matching";

/** What a text looks like, and how much that speaks for a version: 0–45. */
export type VersionShape = { what: string; score: number };

const valueCharsMax = 128;

const shapes: { pattern: RegExp; what: string; score: number }[] = [
  { pattern: /^[0-9a-f]{40}$/i, what: "a 40-digit commit", score: 45 },
  { pattern: /^(sha256:)?[0-9a-f]{64}$/i, what: "a digest", score: 40 },
  { pattern: /^(?=.*[a-f])(?=.*\d)[0-9a-f]{7,16}$/i, what: "a short commit", score: 35 },
  { pattern: /^v?\d+\.\d+\.\d+([-+.][\w.+-]+)?$/i, what: "a version with three numbers", score: 38 },
  { pattern: /^[\w./:-]+[-:@](?=.*\d)[0-9a-f]{7,40}$/i, what: "a name with a commit", score: 34 },
  { pattern: /^[\w./-]+:v?\d[\w.+-]*$/i, what: "an image with a tag", score: 30 },
  { pattern: /^v?\d+\.\d+([-+.][\w.+-]+)?$/i, what: "a version with two numbers", score: 25 },
  { pattern: /^20\d{2}[-._]?\d{2}[-._]?\d{2}([-._T]?[\w.:-]+)?$/, what: "a dated build", score: 25 },
  { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, what: "a unique id", score: 15 },
  { pattern: /^\d{1,12}$/, what: "a number", score: 8 },
  { pattern: /^[\w.@:+/-]{1,64}$/, what: "a single word", score: 3 },
];

/** The shape of a text that can name a build; `null` for sentences, links, placeholders and web servers. */
export function versionShape(value: string): VersionShape | null {
  const isForeign = /^[a-z][a-z+.-]*:\/\//i.test(value) || /^[a-z][\w.-]*\/\d+(\.\d+)*$/i.test(value);
  if (value.length > valueCharsMax || isForeign || !isReadableVersion(value)) return null;
  return shapes.find(({ pattern }) => pattern.test(value)) ?? null;
}
