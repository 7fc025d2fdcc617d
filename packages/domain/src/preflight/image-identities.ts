import { isReadableVersion, matchIdentity } from "../matching/index.ts";
import type { ImageReference } from "./image-reference.ts";
import type { PreflightOutcome } from "./outcome.ts";

/**
 * What a found image adds to the names of its deploy: digest, commit, version label and tag. Left out is what a
 * version from before has too, such as a label inherited from a base image: it would tell nothing apart.
 */
export function imageIdentities(
  outcome: PreflightOutcome,
  { tag }: ImageReference,
  before: readonly string[],
): string[] {
  if (outcome.kind !== "found" && outcome.kind !== "wrong_platform") return [];
  const { digest, revision, version } = outcome;
  const names = [
    digest,
    ...(revision !== null && /^[0-9a-f]{7,64}$/i.test(revision) ? [revision] : []),
    ...[version, tag].filter((name): name is string => isReadableVersion(name) && /\d/.test(name)),
  ];
  return [...new Set(names)].filter((name) => matchIdentity(name, before) === null);
}
