/** The forms in which one identity is written down: folded, as a digest, or inside a longer known shape. */

const fullHex = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
const shortHex = /^[0-9a-f]{7,64}$/;

/** Trimmed, unquoted, case-folded, without `refs/tags/` and without the `v` before a digit. */
export function foldIdentity(text: string): string {
  return text
    .trim()
    .replace(/^["']|["']$/g, "")
    .toLowerCase()
    .replace(/^refs\/tags\//, "")
    .replace(/^v(?=\d)/, "");
}

/**
 * True when one is the beginning of the other as commits are shortened: the short side has at least 7 hex digits,
 * the long side exactly 40 or 64. Two shortened ones of different length prove nothing. Both come folded.
 */
export function isHexPrefix(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return shortHex.test(short) && fullHex.test(long) && short.length < long.length && long.startsWith(short);
}

/** What stands behind `sha256:`, also at the end of an image reference; any other text comes back as it is. */
export function withoutDigestPrefix(folded: string): string {
  return folded.replace(/^([\w.:/-]+@)?sha256:/, "");
}

/** True for all 64 digits of a SHA-256 digest. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** What a longer identity contains: a commit, which may be shortened, or a whole version. */
export type ContainedIdentity = { kind: "commit" | "version"; value: string };

const describe = /-(?<ahead>\d+)-g(?<commit>[0-9a-f]{7,64})(-dirty)?$/;
const prefixAndCommit = /^[a-z0-9][\w./-]*?[-_.](?<commit>[0-9a-f]{7,64})(-\d{9,14})?$/;
const buildMetadata = /\+(?:[\w-]+\.)*(?:sha[.-]?|g)?(?<commit>[0-9a-f]{7,64})(?:[.-]dirty)?$/;
/** A name starts with a letter or has a path, so that a clock time is not taken for `name:tag`. */
const image =
  /^(?:[a-z][\w.-]*|[\w.-]+(?::\d+)?(?:\/[\w.-]+)+):(?<tag>\w[\w.-]{0,127})(?:@sha256:[0-9a-f]{64})?$/;

/**
 * Takes apart the shapes that build tools make: `git describe` (`v1.2.3-14-gabc1234`), `main-<sha>`, `sha-<sha>` and
 * `1.2.3-<sha>` (with or without a timestamp), `1.2.3+<sha>`, `image:tag`. The folded text itself is the first
 * element; nothing else is guessed at.
 */
export function containedIdentities(folded: string): ContainedIdentity[] {
  const whole: ContainedIdentity = { kind: "version", value: folded };
  const commit = commitIn(folded);
  if (commit !== null) return [whole, { kind: "commit", value: commit }];
  const tag = folded.startsWith("sha256:") ? undefined : image.exec(folded)?.groups?.tag;
  if (tag === undefined || isMovingTag(tag)) return [whole];
  const version: ContainedIdentity = { kind: "version", value: foldIdentity(tag) };
  const inTag = commitIn(version.value);
  return inTag === null ? [whole, version] : [whole, version, { kind: "commit", value: inTag }];
}

function commitIn(folded: string): string | null {
  for (const shape of [describe, prefixAndCommit, buildMetadata]) {
    const commit = shape.exec(folded)?.groups?.commit;
    if (commit !== undefined) return commit;
  }
  return null;
}

/** A tag that is moved from build to build names none of them. */
function isMovingTag(tag: string): boolean {
  return /^(latest|main|master|stable|edge|nightly|dev|develop|staging|production|prod)$/.test(tag);
}
