import { describe, expect, it, vi } from "vitest";
import { headerVersion, monitorOf, newVersion, oldVersion, startAt } from "../../test/rollout-fixtures.ts";
import { http, mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import type { Fleet } from "../../test/simulate-rollout.ts";
import type { Outcome } from "../observation.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { startRollout } from "./state.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

describe("answers that got worse", () => {
  const failing =
    (outcome: Outcome, version: string | null): Fleet =>
    (probe) =>
      probe.secondsIn < 30
        ? { version: headerVersion(oldVersion) }
        : { version: headerVersion(version), outcome, failedAssertions: ["status is between 200 and 399"] };

  it("are degraded within seconds when the new version answers 503, its version known from the header", () => {
    const { steps, verdict } = play({
      facts: quickFacts(),
      fleet: failing(http(503), newVersion),
      seconds: 60,
    });
    const degraded = steps.find((step) => step.verdict.state === "degraded");
    expect(degraded?.secondsIn).toBeLessThanOrEqual(38);
    expect(verdict.firstSeenAt).not.toBeNull();
    expect(verdict).toMatchObject({ severity: "critical", rule: "degraded.new_fails" });
    expect(verdict.causes[0]?.code).toBe("bad_release");
    expect(verdict.sentence).toMatch(/^1\.42\.0 fails 100 % of its probes/);
  });

  it("are degraded within seconds when everything fails without saying who", () => {
    const { steps, verdict } = play({ facts: quickFacts(), fleet: failing(http(500), null), seconds: 80 });
    expect(steps.find((step) => step.verdict.state === "degraded")?.secondsIn).toBeLessThanOrEqual(40);
    expect(verdict.rule).toBe("degraded.fails");
    expect(verdict.impact).toMatch(/^(Most users|Users) are not served/);
  });

  it("are found while only one answer in five is new", () => {
    const fleet: Fleet = ({ secondsIn, random }) =>
      secondsIn > 30 && random() < 0.2
        ? { version: headerVersion(newVersion), outcome: http(500), failedAssertions: ["status"] }
        : { version: headerVersion(oldVersion) };
    expect(play({ facts: quickFacts(), fleet, seconds: 80 }).verdict).toMatchObject({
      state: "degraded",
      rule: "degraded.new_fails",
    });
  });

  it("are found when they are only slower, once they are half as long again and 100 ms more", () => {
    const fleet: Fleet = ({ secondsIn, random }) => ({
      version: headerVersion(secondsIn < 40 ? oldVersion : newVersion),
      totalMs: (secondsIn < 40 ? 100 : 320) + random() * 30,
    });
    expect(play({ facts: quickFacts(), fleet, seconds: 100 }).verdict).toMatchObject({
      rule: "degraded.slow",
    });
  });

  it("are no alarm when a few percent always fail", () => {
    for (const seed of [1, 2, 3]) {
      const fleet: Fleet = (probe) =>
        probe.random() < 0.05 ? { version: null, outcome: { kind: "refused" } } : mix((s) => s / 100)(probe);
      const { states } = play({ facts: quickFacts(), fleet, seconds: 110, seed });
      expect(states).not.toContain("degraded");
    }
  });
});

describe("after live", () => {
  const liveThen =
    (version: (random: number) => string): Fleet =>
    ({ secondsIn, random }) => ({
      version: headerVersion(secondsIn < 5 ? oldVersion : secondsIn < 60 ? newVersion : version(random())),
    });

  it("a return of the old version is critical, and over when it is gone again", () => {
    const returning: Fleet = ({ secondsIn, random }) => {
      const isOld = secondsIn < 5 || (secondsIn > 60 && secondsIn < 120 && random() < 0.4);
      return { version: headerVersion(isOld ? oldVersion : newVersion) };
    };
    const { steps, states } = play({ facts: quickFacts(), fleet: returning, seconds: 220 });
    expect(states).toEqual(["waiting", "rolling", "live", "old_returned", "live"]);
    expect(steps.find(({ verdict }) => verdict.state === "old_returned")?.verdict.severity).toBe("critical");
  });

  it("an earlier version that is back everywhere is a rollback, with the deploy it belongs to", () => {
    const { states, verdict } = play({
      facts: quickFacts(),
      fleet: liveThen(() => oldVersion),
      seconds: 140,
    });
    expect(states.at(-1)).toBe("rolled_back");
    expect(verdict.rolledBackTo).toEqual({ version: oldVersion, deployId: "dep_old" });
    expect(verdict.causes[0]?.code).toBe("earlier_version_back");
  });

  it("a version that nobody announced is drift", () => {
    const { states, verdict } = play({ facts: quickFacts(), fleet: liveThen(() => "1.43.0"), seconds: 100 });
    expect(states).toEqual(["waiting", "rolling", "live", "rolling"]);
    expect(verdict).toMatchObject({
      drift: { version: "1.43.0", regions: ["eu-west"] },
      severity: "warning",
    });
    expect(verdict.rule).toBe("drift.other_version");
  });

  it("single old answers are stragglers and change nothing", () => {
    const fleet = liveThen((random) => (random < 0.01 ? oldVersion : newVersion));
    const { states } = play({ facts: quickFacts(), fleet, seconds: 300 });
    expect(states).toEqual(["waiting", "rolling", "live"]);
  });
});

describe("what cannot be judged", () => {
  const always =
    (answer: ReturnType<Fleet>): Fleet =>
    () =>
      answer;

  it("is said at once when no monitor verifies, also of a deploy that has not started", () => {
    const facts = quickFacts({ monitors: [monitorOf({ verifies: false })], startedAt: null });
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt);
    expect(verdict).toMatchObject({ state: "unverifiable", unverifiable: "no_monitors" });
    expect(verdict.causes).toMatchObject([{ code: "no_monitors", confidence: 1 }]);
  });

  it("says where a monitor is added when there is none", () => {
    const monitorUrl = "https://rollcall.test/monitors/new?service=checkout-api&environment=production";
    const facts = quickFacts({ monitors: [], monitorUrl });
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt);
    expect(verdict.causes[0]?.next).toEqual([`Add a monitor that reads the version: ${monitorUrl}`]);
  });

  it.each([
    {
      name: "a version is unknown",
      reason: "no_version",
      answer: { version: headerVersion("unknown") },
      code: "version_not_reported",
    },
    {
      name: "no version is told",
      reason: "no_version",
      answer: { version: null },
      code: "version_not_reported",
    },
    {
      name: "our probes are refused",
      reason: "blocked",
      answer: { version: null, outcome: http(429), failedAssertions: ["status"] },
      code: "prober_blocked",
    },
    {
      name: "everything answers a version that was not announced",
      reason: "identity_mismatch",
      answer: { version: headerVersion("f00bf00") },
      code: "identity_mismatch",
    },
  ])("is unverifiable, never stuck: $name", ({ reason, answer, code }) => {
    const { states, verdict } = play({ facts: quickFacts(), fleet: always(answer), seconds: 150 });
    expect(states).not.toContain("stuck");
    expect(verdict).toMatchObject({ state: "unverifiable", unverifiable: reason, severity: "warning" });
    expect(verdict.causes[0]?.code).toBe(code);
  });

  it("names the addresses to let through of the regions that are refused, where they are known", () => {
    const facts = quickFacts({
      egressAddresses: { "eu-west": ["203.0.113.7", "203.0.113.9"], "ap-south": ["198.51.100.4"] },
    });
    const refused = always({ version: null, outcome: http(403), failedAssertions: ["status"] });
    const { verdict } = play({ facts, fleet: refused, seconds: 60 });
    expect(verdict.causes[0]?.next[0]).toBe(
      "Allow 203.0.113.7 and 203.0.113.9, or their user agent, rollcall/…, in the firewall or bot rules",
    );
  });

  it("is never called stuck on the way to another build, however short the deadline", () => {
    const moved = (s: number) => Math.max(0, Math.min(1, (s - 30) / 60));
    const fleet: Fleet = ({ secondsIn, random }) => ({
      version: headerVersion(random() < moved(secondsIn) ? "f00bf00" : oldVersion),
    });
    const { states, steps } = play({ facts: quickFacts(), fleet, seconds: 200 });
    expect(states).toEqual(["waiting", "unverifiable"]);
    const told = steps.find(({ verdict }) => verdict.state === "unverifiable");
    expect(told?.secondsIn).toBeLessThan(90 + 30);
  });

  it("is stuck when only some answers are another build's and it stays so", () => {
    const fleet: Fleet = ({ secondsIn, random }) => ({
      version: headerVersion(secondsIn > 30 && random() < 0.2 ? "f00bf00" : oldVersion),
    });
    const { states } = play({ facts: quickFacts(), fleet, seconds: 150 });
    expect(states).toEqual(["waiting", "stuck"]);
  });

  it("backs off when it is refused", () => {
    const fleet = always({ version: null, outcome: http(403), failedAssertions: ["status"] });
    const { verdict } = play({ facts: quickFacts(), fleet, seconds: 30 });
    expect(verdict.plan).toMatchObject({ count: 1, everyMs: 30_000 });
  });

  it("is unverifiable without samples, never stuck", () => {
    const { states, verdict } = play({ facts: quickFacts(), fleet: always(null), seconds: 200 });
    expect(states).toEqual(["waiting", "unverifiable"]);
    expect(verdict.unverifiable).toBe("too_few_samples");
  });

  it("leaves a silent region open: not live, and said so", () => {
    const facts = quickFacts({ monitors: [monitorOf()] });
    const fleet: Fleet = (probe) =>
      probe.region === "us-east" && probe.secondsIn > 4 ? null : switchAt(5)(probe);
    const { states, verdict } = play({ facts, fleet, seconds: 150 });
    expect(states).toEqual(["waiting", "rolling", "unverifiable"]);
    expect(verdict.regions.find(({ region }) => region === "us-east")).toMatchObject({ silent: true });
    expect(verdict.regions.find(({ region }) => region === "eu-west")).toMatchObject({
      silent: false,
      state: "live",
    });
  });
});

describe("caveats", () => {
  it("say that a balancer may pin us, when a region only ever meets one instance", () => {
    const facts = quickFacts({ monitors: [monitorOf()] });
    const fleet: Fleet = ({ region, random }) => ({
      version: headerVersion(oldVersion),
      instance: region === "eu-west" ? "pod-1" : `pod-${Math.floor(random() * 4)}`,
    });
    const { verdict } = play({ facts, fleet, seconds: 40 });
    const caveats = verdict.regions.map(({ region, caveats: all }) => [region, all.join()]);
    expect(caveats).toEqual([
      ["eu-west", expect.stringContaining("may pin us")],
      ["us-east", ""],
    ]);
    expect(verdict.instances).toEqual({ expected: 0, previous: 4, total: 4 });
  });
});
