/** What a registry's answer means, in words for people. */
import { cleanText } from "../clean-text.ts";
import { listNames } from "../words/index.ts";
import { formatImage, type ImageReference, parseImage } from "./image-reference.ts";
import type { PreflightFact } from "./outcome.ts";

/** One sentence about the image, with its full stop. */
export function describePreflight({ image, outcome }: Pick<PreflightFact, "image" | "outcome">): string {
  const parsed = parseImage(image);
  if (!parsed.ok) return `"${cleanText(image)}" is no image name: ${parsed.problem}.`;
  const { registry, repository } = parsed.reference;
  const place = `${registry}/${repository}`;
  switch (outcome.kind) {
    case "found":
      return `${registry} has ${formatImage(parsed.reference)}.`;
    case "wrong_platform":
      return `${formatImage(parsed.reference)} has no ${listNames(outcome.missing)}, only ${listNames(outcome.platforms)}.`;
    case "tag_not_found":
      return `${place} has no ${wantedOf(parsed.reference)}${suggestion(outcome.nearest)}`;
    case "repository_not_found":
      return `${registry} has no repository ${repository}.`;
    case "invalid_name":
      return `"${cleanText(image)}" is no image name: ${outcome.detail}.`;
    case "unauthorized":
      return outcome.hasCredentials
        ? `${registry} does not let the stored credentials pull ${repository}, or has no such repository: ${outcome.detail}.`
        : `${registry} does not show ${repository} to strangers, so nothing is known of the image: ${outcome.detail}.`;
    case "expired_credentials":
      return `The stored credentials for ${registry} have expired: ${outcome.detail}.`;
    case "rate_limited":
      return `${registry} limits how often we may ask${limitText(outcome)}: ${outcome.detail}.`;
    case "network_failed":
      return `${registry} could not be asked: ${outcome.detail}.`;
    case "dns_failed":
      return `The name ${registry} could not be resolved: ${outcome.detail}.`;
    case "tls_failed":
      return `No trusted connection to ${registry}: ${outcome.detail}.`;
    case "blocked_target":
      return `Rollcall may not connect to ${registry}: ${outcome.detail}.`;
  }
}

/**
 * The sentence to show beside a rollout that has not begun, or `null` for an answer that does not speak against the
 * image: a registry that is down, or that shows nothing to strangers, says nothing about the rollout.
 */
export function warnOfPreflight(fact: PreflightFact): string | null {
  const { outcome } = fact;
  const isWarning =
    outcome.kind === "wrong_platform" ||
    outcome.kind === "invalid_name" ||
    outcome.kind === "expired_credentials" ||
    (outcome.kind === "unauthorized" && outcome.hasCredentials) ||
    ((outcome.kind === "tag_not_found" || outcome.kind === "repository_not_found") &&
      outcome.access !== "stranger");
  return isWarning ? describePreflight(fact) : null;
}

function wantedOf({ tag, digest }: ImageReference): string {
  return digest === null ? `tag ${tag}` : `image with the digest ${digest.slice(0, 19)}…`;
}

function suggestion(nearest: readonly string[]): string {
  if (nearest.length === 0) return ".";
  const last = nearest.at(-1);
  const others = nearest.slice(0, -1);
  return `; did you mean ${others.length === 0 ? last : `${others.join(", ")} or ${last}`}?`;
}

function limitText({ limit, remaining }: { limit: number | null; remaining: number | null }): string {
  return limit === null ? "" : ` (${remaining ?? 0} of ${limit} left)`;
}
