/** Platforms as image indexes and people write them, and what a rollout asks of them. */
import type { PreflightOutcome } from "./outcome.ts";

/** What an image must run on. `learned`: the platforms that every image that went live here had. */
export type RequiredPlatforms = { declared: readonly string[]; learned: readonly string[] };

const architectures: Record<string, string> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  armhf: "arm",
  armv7: "arm/v7",
  i386: "386",
};
const systems = new Set(["linux", "windows", "darwin", "freebsd"]);

/** `linux/amd64` for `amd64`, `x86_64` and `Linux/AMD64`: an architecture alone is Linux. */
export function normalisePlatform(text: string): string {
  const parts = text.trim().toLowerCase().split("/");
  const [os, ...rest] = systems.has(parts[0] ?? "") ? parts : ["linux", ...parts];
  const [architecture = "", ...variant] = rest;
  return [os, architectures[architecture] ?? architecture, ...variant].join("/");
}

/** The required platforms that none of the available ones can serve. A variant counts only where both name one. */
export function missingPlatforms(required: readonly string[], available: readonly string[]): string[] {
  const offered = available.map(normalisePlatform);
  return [...new Set(required.map(normalisePlatform))].filter(
    (wanted) => !offered.some((platform) => isServedBy(wanted, platform)),
  );
}

/** `linux/arm64/v8` is what `linux/arm64` means, and what runs on any arm runs on `arm/v7`. */
function isServedBy(wanted: string, platform: string): boolean {
  return platform === wanted || platform.startsWith(`${wanted}/`) || wanted.startsWith(`${platform}/`);
}

/**
 * A found image without a platform it needs is `wrong_platform`; any other outcome stays as it is. Nothing is missing
 * from an image whose platforms are not known.
 */
export function checkPlatforms(outcome: PreflightOutcome, required: RequiredPlatforms): PreflightOutcome {
  if (outcome.kind !== "found" || outcome.platforms.length === 0) return outcome;
  const basis = required.declared.length > 0 ? "declared" : "learned";
  const missing = missingPlatforms(required[basis], outcome.platforms);
  // Giving up one of several platforms may be meant; having none of those that worked is not.
  const isEnough = basis === "learned" && missing.length < required.learned.length;
  return missing.length === 0 || isEnough ? outcome : { ...outcome, kind: "wrong_platform", missing, basis };
}

/** The platforms that all of the earlier images had; one whose platforms are not known teaches nothing. */
export function learnPlatforms(earlier: readonly (readonly string[])[]): string[] {
  const [first, ...others] = earlier.filter((platforms) => platforms.length > 0);
  return (first ?? []).filter((platform) =>
    others.every((platforms) => missingPlatforms([platform], platforms).length === 0),
  );
}
