import { describe, expect, it } from "vitest";
import { factsOf } from "../../test/rollout-fixtures.ts";
import type { DeployStatus } from "../glossary.ts";
import { checkAgainInMs } from "./check-again.ts";
import { describePreflight, warnOfPreflight } from "./describe-preflight.ts";
import { imageIdentities } from "./image-identities.ts";
import { parseImage } from "./image-reference.ts";
import type { PreflightFact, PreflightOutcome } from "./outcome.ts";
import { preflightCause } from "./preflight-cause.ts";
import { provesAbsence } from "./proof.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const commit = "9f2c1e7d".repeat(5);
const image = "ghcr.io/acme/web:1.42.0";
const detail = "the registry's word";
const found = { digest, platforms: ["linux/amd64"], revision: null, version: null };

const outcomes = {
  found: { kind: "found", ...found },
  wrongPlatform: { kind: "wrong_platform", ...found, missing: ["linux/arm64"], basis: "declared" },
  tagPublic: { kind: "tag_not_found", access: "public", nearest: ["1.41.0", "1.4.20"] },
  tagOurs: { kind: "tag_not_found", access: "credentials", nearest: [] },
  tagStranger: { kind: "tag_not_found", access: "stranger", nearest: [] },
  repositoryOurs: { kind: "repository_not_found", access: "credentials" },
  repositoryStranger: { kind: "repository_not_found", access: "stranger" },
  invalid: { kind: "invalid_name", detail },
  refused: { kind: "unauthorized", hasCredentials: true, detail },
  hidden: { kind: "unauthorized", hasCredentials: false, detail },
  expired: { kind: "expired_credentials", detail },
  limited: { kind: "rate_limited", limit: 100, remaining: 0, resetAt: null, detail },
  network: { kind: "network_failed", detail },
  dns: { kind: "dns_failed", detail },
  tls: { kind: "tls_failed", detail },
  blocked: { kind: "blocked_target", detail },
} as const satisfies Record<string, PreflightOutcome>;
type Name = keyof typeof outcomes;
const names = Object.keys(outcomes) as Name[];

function factOf(name: Name, change: Partial<PreflightFact> = {}): PreflightFact {
  const outcome = structuredClone(outcomes[name]) as PreflightOutcome;
  return { image, outcome, checkedAt: 0, isPushed: false, ...change };
}

describe("provesAbsence", () => {
  const proving: Name[] = ["tagPublic", "tagOurs", "repositoryOurs"];

  it.each(names)(
    "of %s takes CI's word that the image is there and a registry that would show it",
    (name) => {
      const isProof = proving.includes(name);
      expect(provesAbsence(factOf(name, { isPushed: true }), "started")).toBe(isProof);
      expect(provesAbsence(factOf(name), "succeeded")).toBe(isProof);
    },
  );

  it.each<DeployStatus>(["pending", "started", "failed", "cancelled"])(
    "proves nothing while CI only says %s",
    (status) => {
      for (const name of names) expect(provesAbsence(factOf(name), status)).toBe(false);
    },
  );
});

describe("warnOfPreflight", () => {
  it.each<[Name, string | null]>([
    ["found", null],
    ["tagPublic", "ghcr.io/acme/web has no tag 1.42.0; did you mean 1.41.0 or 1.4.20?"],
    ["tagOurs", "ghcr.io/acme/web has no tag 1.42.0."],
    ["tagStranger", null],
    ["repositoryOurs", "ghcr.io has no repository acme/web."],
    ["repositoryStranger", null],
    ["wrongPlatform", "ghcr.io/acme/web:1.42.0 has no linux/arm64, only linux/amd64."],
    ["expired", "The stored credentials for ghcr.io have expired: the registry's word."],
    ["hidden", null],
    ["limited", null],
    ["network", null],
    ["dns", null],
    ["tls", null],
    ["blocked", null],
  ])("of %s says %j", (name, expected) => {
    expect(warnOfPreflight(factOf(name))).toBe(expected);
  });

  it("names a digest by its beginning", () => {
    const fact = factOf("tagOurs", { image: `ghcr.io/acme/web@${digest}` });
    expect(describePreflight(fact)).toBe(
      "ghcr.io/acme/web has no image with the digest sha256:abababababab….",
    );
  });

  it("describes every outcome in one sentence without an empty place", () => {
    for (const name of names) expect(describePreflight(factOf(name))).toMatch(/^["A-Za-z].{10,}[.?]$/);
  });
});

describe("preflightCause", () => {
  const causeOf = (name: Name, change: Partial<PreflightFact> = {}, isNeverSeen = true) =>
    preflightCause(factsOf({ preflight: factOf(name, change) }), isNeverSeen);

  it.each<[Name, string | null, number]>([
    ["tagPublic", "image_not_found", 0.85],
    ["tagStranger", "image_not_found", 0.5],
    ["repositoryOurs", "image_not_found", 0.85],
    ["invalid", "invalid_image_name", 0.9],
    ["refused", "unauthorized", 0.7],
    ["hidden", "unauthorized", 0.3],
    ["expired", "expired_credentials", 0.75],
    ["limited", "rate_limited", 0.35],
    ["network", "registry_network", 0.35],
    ["dns", "registry_dns", 0.35],
    ["tls", "registry_tls", 0.35],
    ["wrongPlatform", "wrong_platform", 0.9],
    ["found", null, 0],
    ["blocked", null, 0],
  ])("of %s is %s with confidence %d", (name, code, confidence) => {
    const cause = causeOf(name);
    expect(cause?.code ?? null).toBe(code);
    expect(cause?.confidence ?? 0).toBe(confidence);
  });

  it("is all but certain when CI vouched for the image", () => {
    const cause = causeOf("tagOurs", { isPushed: true });
    expect(cause?.confidence).toBe(0.95);
    expect(cause?.evidence).toContain("CI says that the image was pushed");
  });

  it("weighs less once some instances could pull the image", () => {
    expect(causeOf("wrongPlatform", {}, false)?.confidence).toBeCloseTo(0.54);
  });

  it("gives commands with the names as announced, quoted for a shell", () => {
    expect(causeOf("tagPublic")?.next).toEqual([
      "docker buildx imagetools inspect ghcr.io/acme/web:1.42.0",
      "docker buildx imagetools inspect ghcr.io/acme/web:1.41.0",
      "kubectl -n shop describe deployment/checkout-api",
    ]);
    expect(causeOf("invalid", { image: "acme/Web; rm -rf /" })?.next).toEqual([
      "kubectl -n shop get deployment/checkout-api -o jsonpath='{..image}'",
    ]);
  });

  it("says nothing of a deploy without an answer about its image", () => {
    expect(preflightCause(factsOf(), true)).toBeNull();
    expect(preflightCause(factsOf({ preflight: null }), true)).toBeNull();
  });
});

describe("checkAgainInMs", () => {
  const waits = (name: Name, count: number) =>
    Array.from({ length: count }, (_, i) => checkAgainInMs(outcomes[name] as PreflightOutcome, i + 1, 0));

  it.each<[Name, (number | null)[]]>([
    ["tagPublic", [3000, 4500, 6750, 10_125]],
    ["network", [5000, 10_000, 20_000, 40_000]],
    ["refused", [60_000, 120_000, 240_000, 480_000]],
    ["found", [null, null, null, null]],
    ["invalid", [null, null, null, null]],
  ])("after %s waits %j", (name, expected) => {
    expect(waits(name, 4)).toEqual(expected);
  });

  it("never waits longer than half an hour, whatever happens for a day", () => {
    for (const name of names)
      for (const wait of waits(name, 500)) expect(wait ?? 0).toBeLessThanOrEqual(1_800_000);
  });

  it.each([
    [90_000, 90_000],
    [1_000, 60_000],
    [-5_000, 60_000],
    [90_000_000, 21_600_000],
  ])("waits for a limit that ends in %i ms: %i ms", (inMs, expected) => {
    const outcome: PreflightOutcome = { ...outcomes.limited, resetAt: 1_000_000 + inMs };
    expect(checkAgainInMs(outcome, 9, 1_000_000)).toBe(expected);
  });
});

describe("imageIdentities", () => {
  const reference = (text: string) => {
    const parsed = parseImage(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.reference;
  };

  it.each([
    {
      name: "digest, commit, version and tag name the build",
      outcome: { revision: commit, version: "1.42.0" },
      image: "acme/web:rel-42",
      before: [],
      expected: [digest, commit, "1.42.0", "rel-42"],
    },
    {
      name: "a tag that moves from build to build names none",
      outcome: {},
      image: "acme/web:latest",
      before: [],
      expected: [digest],
    },
    {
      name: "what a base image left in its labels is what the version before had too",
      outcome: { revision: commit, version: "22.04" },
      image: "acme/web:1.42.0",
      before: ["1.41.0", "22.04", commit],
      expected: [digest, "1.42.0"],
    },
    {
      name: "a revision that is no commit names nothing",
      outcome: { revision: "refs/heads/main", version: "unknown" },
      image: "acme/web:1.42.0",
      before: [],
      expected: [digest, "1.42.0"],
    },
  ])("$name", ({ outcome, image: text, before, expected }) => {
    const full = { ...outcomes.found, platforms: [], ...outcome };
    expect(imageIdentities(full, reference(text), before)).toEqual(expected);
  });

  it("adds nothing while the image was not found", () => {
    expect(imageIdentities(factOf("tagOurs").outcome, reference(image), [])).toEqual([]);
  });
});
