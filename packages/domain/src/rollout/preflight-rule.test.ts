import { describe, expect, it } from "vitest";
import { headerVersion, newVersion, oldVersion, startAt } from "../../test/rollout-fixtures.ts";
import { http, mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import type { PreflightFact, PreflightOutcome } from "../preflight/index.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { startRollout } from "./state.ts";
import type { DeployFacts } from "./types.ts";

const missing: PreflightOutcome = { kind: "tag_not_found", access: "public", nearest: ["1.41.3"] };
const found: PreflightOutcome = {
  kind: "found",
  digest: "sha256:1",
  platforms: [],
  revision: null,
  version: null,
};
const never = mix(() => 0);

function factOf(outcome: PreflightOutcome, change: Partial<PreflightFact> = {}): PreflightFact {
  return { image: `ghcr.io/acme/web:${newVersion}`, outcome, checkedAt: startAt, isPushed: true, ...change };
}
const withImage = (fact: PreflightFact, change: Partial<DeployFacts> = {}) =>
  quickFacts({ preflight: fact, ...change });

describe("an image that is proven to be missing", () => {
  it("makes a rollout stuck with the first answers, and names the cause", () => {
    const { steps, verdict } = play({ facts: withImage(factOf(missing)), fleet: never, seconds: 10 });
    expect(steps.find((step) => step.verdict.state === "stuck")?.secondsIn).toBeLessThanOrEqual(3);
    expect(verdict).toMatchObject({
      state: "stuck",
      stuckKind: "never_seen",
      rule: "stuck.preflight",
      severity: "warning",
      sentence: expect.stringContaining(
        "1.42.0 cannot start: ghcr.io/acme/web has no tag 1.42.0; did you mean 1.41.3?",
      ),
    });
    expect(verdict.causes).toMatchObject([{ code: "image_not_found", confidence: 0.95 }]);
    expect(verdict.numbers).toMatchObject({ image: "tag_not_found", imageCheckedAt: startAt });
  });

  it("makes nothing stuck without an answer from outside", () => {
    const facts = withImage(factOf(missing));
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt + 1000);
    expect(verdict.state).toBe("waiting");
    expect(verdict.sentence).toContain("ghcr.io/acme/web has no tag 1.42.0");
  });

  it("is forgotten as soon as it is there, long before the deadline", () => {
    const { state } = play({ facts: withImage(factOf(missing)), fleet: never, seconds: 10 });
    const facts = withImage(factOf(found));
    expect(judgeRollout(state, facts, startAt + 11_000).verdict).toMatchObject({
      state: "waiting",
      plan: { mode: "watching" },
      causes: [],
    });
  });

  it("loses against a single expected answer, good or failed", () => {
    const facts = withImage(factOf(missing));
    const fleets = [
      switchAt(1),
      mix(() => 0.2),
      () => ({ version: headerVersion(newVersion), outcome: http(503), failedAssertions: ["status"] }),
    ];
    for (const fleet of fleets) {
      const { steps } = play({ facts, fleet, seconds: 30 });
      const seen = steps.filter((step) => step.verdict.firstSeenAt !== null);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.map((step) => step.verdict.state)).not.toContain("stuck");
    }
  });

  it("waits for the deadline when nobody vouches for the image, and is the first cause then", () => {
    const facts = withImage(factOf(missing, { isPushed: false }));
    const { steps, verdict } = play({ facts, fleet: never, seconds: 90 });
    expect(steps.find((step) => step.verdict.state === "stuck")?.secondsIn).toBeGreaterThanOrEqual(60);
    expect(verdict.rule).toBe("stuck.progress_deadline");
    expect(verdict.causes.map(({ code }) => code)).toEqual(["image_not_found", "never_started"]);
  });

  it("stays the first cause past the deadline, by the rule of the deadline", () => {
    const { verdict } = play({ facts: withImage(factOf(missing)), fleet: never, seconds: 90 });
    expect(verdict).toMatchObject({
      rule: "stuck.progress_deadline",
      causes: [{ code: "image_not_found" }],
    });
  });
});

describe("a registry that cannot be asked", () => {
  const failures: PreflightOutcome[] = [
    { kind: "network_failed", detail: "connection refused" },
    { kind: "dns_failed", detail: "the name does not exist" },
    { kind: "tls_failed", detail: "the certificate has expired" },
    { kind: "blocked_target", detail: "a private address" },
    { kind: "rate_limited", limit: 100, remaining: 0, resetAt: null, detail: "answered 429" },
    { kind: "unauthorized", hasCredentials: false, detail: "answered 401" },
    { kind: "tag_not_found", access: "stranger", nearest: [] },
  ];

  it.each(failures)("never makes a healthy rollout look otherwise: $kind", (outcome) => {
    const simulation = { fleet: switchAt(10), seconds: 120 };
    const told = play({ facts: withImage(factOf(outcome), { status: "succeeded" }), ...simulation });
    const untold = play({ facts: quickFacts({ status: "succeeded" }), ...simulation });
    expect(told.states).toEqual(untold.states);
    expect(told.steps.map((step) => step.verdict.sentence)).toEqual(
      untold.steps.map((step) => step.verdict.sentence),
    );
  });

  it("is the least of the causes of a rollout that is stuck by itself", () => {
    const facts = withImage(factOf({ kind: "network_failed", detail: "connection refused" }));
    const { verdict } = play({ facts, fleet: never, seconds: 90 });
    expect(verdict.causes.map(({ code }) => code)).toEqual(["never_started", "registry_network"]);
  });
});

describe("an image that is there", () => {
  it("stands among the evidence when the version never starts", () => {
    const { verdict } = play({ facts: withImage(factOf(found)), fleet: never, seconds: 90 });
    expect(verdict.causes[0]?.evidence).toContain("ghcr.io has ghcr.io/acme/web:1.42.0.");
    expect(verdict.sentence).toContain(`${oldVersion} answers instead`);
  });
});
