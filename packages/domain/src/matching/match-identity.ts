import semver from "semver";
import {
  type ContainedIdentity,
  containedIdentities,
  foldIdentity,
  isDigest,
  isHexPrefix,
  withoutDigestPrefix,
} from "./identity-forms.ts";

/** The rules in the order in which they are tried. */
export const matchRules = ["exact", "folded", "hex_prefix", "known_shape", "digest", "semver"] as const;
export type MatchRule = (typeof matchRules)[number];

/** The rule that hit, and the identity it hit, as announced. */
export type IdentityMatch = { rule: MatchRule; identity: string };

const isSame: Record<MatchRule, (reported: string, identity: string) => boolean> = {
  exact: (reported, identity) => reported === identity,
  folded: (reported, identity) => foldIdentity(reported) === foldIdentity(identity),
  hex_prefix: (reported, identity) => isHexPrefix(foldIdentity(reported), foldIdentity(identity)),
  known_shape: sharesContained,
  digest: (reported, identity) => isSameDigest(foldIdentity(reported), foldIdentity(identity)),
  semver: isSameSemver,
};

/**
 * Whether a reported version names one of a deploy's identities, and by which rule. Rules are tried from strict to
 * lenient over all identities, the first hit wins; `null` when none hits. Readability is not asked here: a
 * placeholder such as `dev` is for `isReadableVersion` to refuse.
 */
export function matchIdentity(reported: string, identities: readonly string[]): IdentityMatch | null {
  for (const rule of matchRules) {
    const identity = identities.find((candidate) => isSame[rule](reported, candidate));
    if (identity !== undefined) return { rule, identity };
  }
  return null;
}

function sharesContained(reported: string, identity: string): boolean {
  const theirs = containedIdentities(foldIdentity(identity));
  return containedIdentities(foldIdentity(reported)).some((a) => theirs.some((b) => isSameContained(a, b)));
}

/** Equal digits alone may be a date or a counter, so a short commit needs a letter to count as equal. */
function isSameContained(a: ContainedIdentity, b: ContainedIdentity): boolean {
  if (isHexPrefix(a.value, b.value)) return true;
  if (a.value !== b.value) return false;
  const isCommit = a.kind === "commit" || b.kind === "commit";
  return !isCommit || /[a-f]/.test(a.value) || a.value.length >= 40;
}

function isSameDigest(reported: string, identity: string): boolean {
  const [a, b] = [withoutDigestPrefix(reported), withoutDigestPrefix(identity)];
  return (isDigest(a) || isDigest(b)) && (a === b || isHexPrefix(a, b));
}

/** Equal in precedence and in build metadata, which precedence alone would ignore. */
function isSameSemver(reported: string, identity: string): boolean {
  const a = semver.parse(foldIdentity(reported), { loose: true });
  const b = semver.parse(foldIdentity(identity), { loose: true });
  return a !== null && b !== null && a.compare(b) === 0 && a.compareBuild(b) === 0;
}
