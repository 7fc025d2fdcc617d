import { kubectl, quoteForShell, workloadOf } from "../causes/commands.ts";
import type { Cause, CauseCode } from "../glossary.ts";
import type { DeployFacts } from "../rollout/types.ts";
import { describePreflight } from "./describe-preflight.ts";
import { formatImage, type ImageReference, parseImage } from "./image-reference.ts";
import type { PreflightFact, PreflightOutcome } from "./outcome.ts";
import { isTrustedAbsence, provesAbsence } from "./proof.ts";

const codes: Record<PreflightOutcome["kind"], CauseCode | null> = {
  found: null,
  blocked_target: null,
  tag_not_found: "image_not_found",
  repository_not_found: "image_not_found",
  invalid_name: "invalid_image_name",
  unauthorized: "unauthorized",
  expired_credentials: "expired_credentials",
  rate_limited: "rate_limited",
  network_failed: "registry_network",
  dns_failed: "registry_dns",
  tls_failed: "registry_tls",
  wrong_platform: "wrong_platform",
};

const titles: Record<Exclude<PreflightOutcome["kind"], "found" | "blocked_target">, string> = {
  tag_not_found: "The image's tag is not in the registry: never pushed, or misspelt",
  repository_not_found: "The image's repository is not in the registry: never pushed, or misspelt",
  invalid_name: "The image's name is not valid, so no node can pull it",
  unauthorized: "The registry does not let the image be pulled with these rights",
  expired_credentials: "The pull credentials have expired",
  rate_limited: "The registry limits pulls",
  network_failed: "The registry does not answer",
  dns_failed: "The registry's name does not resolve",
  tls_failed: "The registry's certificate is not trusted",
  wrong_platform: "The image was not built for the platform it must run on",
};

/** Of an image that some instances could pull, the registry's answer explains less. */
const partialWeight = 0.6;

/**
 * The registry's answer as an explanation of a stuck rollout; `null` when it explains nothing. What we could not see
 * ourselves (a registry out of our reach, an image shown to nobody) is only a possibility for the cluster's nodes.
 */
export function preflightCause(facts: DeployFacts, isNeverSeen: boolean): Cause | null {
  const fact = facts.preflight ?? null;
  if (fact === null) return null;
  const { kind } = fact.outcome;
  const code = codes[kind];
  if (code === null || kind === "found" || kind === "blocked_target") return null;
  return {
    code,
    title: titles[kind],
    confidence: confidenceOf(fact, facts) * (isNeverSeen ? 1 : partialWeight),
    evidence: [
      describePreflight(fact),
      ...(provesAbsence(fact, facts.status)
        ? [fact.isPushed ? "CI says that the image was pushed" : "CI says that its job succeeded"]
        : []),
    ],
    next: commandsFor(fact, facts),
  };
}

function confidenceOf({ outcome, ...fact }: PreflightFact, { status }: DeployFacts): number {
  switch (outcome.kind) {
    case "tag_not_found":
    case "repository_not_found":
      if (!isTrustedAbsence(outcome)) return 0.5;
      return provesAbsence({ ...fact, outcome }, status) ? 0.95 : 0.85;
    case "invalid_name":
      return 0.9;
    case "wrong_platform":
      return outcome.basis === "declared" ? 0.9 : 0.8;
    case "expired_credentials":
      return 0.75;
    case "unauthorized":
      return outcome.hasCredentials ? 0.7 : 0.3;
    default:
      return 0.35;
  }
}

function commandsFor({ image, outcome }: PreflightFact, facts: DeployFacts): string[] {
  const parsed = parseImage(image);
  const inspect = (reference: ImageReference) =>
    `docker buildx imagetools inspect ${quoteForShell(formatImage(reference))}`;
  const describePods = kubectl(facts, `describe ${workloadOf(facts)}`);
  if (!parsed.ok) return [kubectl(facts, `get ${workloadOf(facts)} -o jsonpath='{..image}'`)];
  const { reference } = parsed;
  const nearest = outcome.kind === "tag_not_found" ? outcome.nearest[0] : undefined;
  const isRefusal = outcome.kind === "unauthorized" || outcome.kind === "expired_credentials";
  return [
    inspect(reference),
    ...(nearest === undefined ? [] : [inspect({ ...reference, tag: nearest, digest: null })]),
    ...(isRefusal
      ? [kubectl(facts, "get secrets --field-selector type=kubernetes.io/dockerconfigjson")]
      : []),
    describePods,
  ];
}
