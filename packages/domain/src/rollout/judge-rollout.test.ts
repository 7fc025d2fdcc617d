import { describe, expect, it, vi } from "vitest";
import {
  factsOf,
  headerVersion,
  monitorOf,
  newVersion,
  oldVersion,
  startAt,
} from "../../test/rollout-fixtures.ts";
import { type Fleet, type Simulation, simulateRollout, statesOf } from "../../test/simulate-rollout.ts";
import type { Outcome } from "../observation.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { defaultRolloutPolicy } from "./policy.ts";
import { startRollout } from "./state.ts";
import type { DeployFacts } from "./types.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

/** One region and a deadline of a minute: quick to play, and the harder case for the tests. */
const quick = (change: Partial<DeployFacts> = {}) =>
  factsOf({
    monitors: [monitorOf({ regions: ["eu-west"] })],
    policy: { ...defaultRolloutPolicy, progressDeadlineMs: 60_000 },
    ...change,
  });

const http = (status: number): Outcome => ({ kind: "answered", status, body: "read" });

/** A balancer that chooses at random: `share(t)` of the answers are new. */
const mix =
  (share: (secondsIn: number) => number): Fleet =>
  ({ secondsIn, random }) => ({
    version: headerVersion(random() < share(secondsIn) ? newVersion : oldVersion),
  });
/** Everything is replaced at second `at`. */
const switchAt = (at: number): Fleet => mix((s) => (s < at ? 0 : 1));

function last(simulation: Simulation) {
  const steps = simulateRollout(simulation);
  const step = steps.at(-1);
  if (step === undefined) throw new Error("nothing was judged");
  return { steps, states: statesOf(steps), verdict: step.verdict, secondsIn: step.secondsIn };
}

describe("a rollout that succeeds", () => {
  it("goes live within seconds after the last old pod is gone: ten pods, two regions", () => {
    const tookSeconds = [1, 2, 3, 4, 5].map((seed) => {
      const pods = mix((s) => Math.min(1, Math.floor(s / 5) / 10));
      const { states, secondsIn } = last({
        facts: factsOf(),
        fleet: pods,
        seconds: 120,
        seed,
        until: isLive,
      });
      expect(states).toEqual(["waiting", "rolling", "live"]);
      return secondsIn - 50;
    });
    const [, , median, , most] = tookSeconds.sort((a, b) => a - b);
    expect(median).toBeLessThanOrEqual(20);
    expect(most).toBeLessThanOrEqual(40);
  });

  it("is verified even when the restart was faster than any probe", () => {
    const { states, verdict } = last({ facts: quick(), fleet: switchAt(0), seconds: 60, until: isLive });
    expect(states.at(-1)).toBe("live");
    expect(verdict.rule).toBe("live.clean_run");
  });

  it("goes live with the usual background of errors, and not later than in two minutes", () => {
    const fleet: Fleet = (probe) =>
      probe.random() < 0.03
        ? { version: null, outcome: { kind: "timeout", phase: "first_byte" } }
        : switchAt(40)(probe);
    const { states, secondsIn } = last({ facts: quick(), fleet, seconds: 200, until: isLive });
    expect(states).toEqual(["waiting", "rolling", "live"]);
    expect(secondsIn).toBeLessThan(160);
  });

  it("matches a commit of 40 digits that answers with 7", () => {
    const sha = "3f2a1bc9d04e5f60718293a4b5c6d7e8f9012345";
    const facts = quick({ version: sha, identities: [sha] });
    const fleet: Fleet = ({ secondsIn }) => ({
      version: headerVersion(secondsIn < 5 ? oldVersion : "3f2a1bc"),
    });
    expect(last({ facts, fleet, seconds: 60, until: isLive }).verdict.state).toBe("live");
  });

  it("is held for a minute behind a detected CDN, then live", () => {
    const fleet: Fleet = (probe) => ({
      version: switchAt(5)(probe)?.version ?? null,
      cache: { "cf-ray": "8f-AMS" },
    });
    const { states, steps } = last({ facts: quick(), fleet, seconds: 120, until: isLive });
    expect(states).toEqual(["waiting", "rolling", "holding", "live"]);
    const held = steps.find(({ verdict }) => verdict.state === "holding");
    expect((steps.at(-1)?.secondsIn ?? 0) - (held?.secondsIn ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it("says of a version announced again that it was served already", () => {
    const facts = quick({ previousVersion: newVersion, previousIdentities: [newVersion] });
    const { verdict } = last({ facts, fleet: switchAt(0), seconds: 60, until: isLive });
    expect(verdict).toMatchObject({ state: "live", alreadyLive: true, rule: "live.already" });
    expect(verdict.sentence).toContain("cannot be told apart");
  });

  it("keeps a canary at its target, neither stuck nor live", () => {
    const facts = quick({ strategy: "canary", targetShare: 0.2 });
    const { states } = last({ facts, fleet: mix((s) => (s < 10 ? 0 : 0.2)), seconds: 400 });
    expect(states).toEqual(["waiting", "rolling", "at_target"]);
  });
});

function isLive({ state }: { state: string }): boolean {
  return state === "live";
}

describe("a rollout that does not", () => {
  it("is stuck, never seen, at the deadline while health is good", () => {
    const { verdict, states, secondsIn } = last({ facts: quick(), fleet: mix(() => 0), seconds: 65 });
    expect(states).toEqual(["waiting", "stuck"]);
    expect(secondsIn).toBeGreaterThanOrEqual(60);
    expect(verdict).toMatchObject({ stuckKind: "never_seen", severity: "warning", serving: oldVersion });
    expect(verdict.sentence).toMatch(
      /^1\.42\.0 has not appeared for 1 min( \d s)?; 1\.41\.3 answers instead\./,
    );
    expect(verdict.impact).toMatch(/^Users are served \(0 of \d+ probes failed\), still by 1\.41\.3$/);
    expect(verdict.causes[0]).toMatchObject({ code: "never_started" });
    expect(verdict.causes[0]?.next[0]).toBe(
      "kubectl -n shop rollout status deployment/checkout-api --timeout=10s",
    );
  });

  it.each([0.5, 0.8, 0.9])("is never live and ends stuck, partial, with a share of %d", (share) => {
    const { states, verdict } = last({
      facts: quick(),
      fleet: mix((s) => (s < 5 ? 0 : share)),
      seconds: 400,
    });
    expect(states).toEqual(["waiting", "rolling", "stuck"]);
    expect(verdict.stuckKind).toBe("partial");
    expect(verdict.causes.map((cause) => cause.code)).toContain("partial_backends");
  });

  it("is not fooled by slow old pods, whose answers arrive seconds after those of new ones", () => {
    const fleet: Fleet = (probe) => {
      const isOld = probe.random() < 0.15;
      return { version: headerVersion(isOld ? oldVersion : newVersion), totalMs: isOld ? 8000 : 40 };
    };
    const { states } = last({ facts: quick(), fleet, seconds: 150 });
    expect(states).not.toContain("live");
  });

  it("is not fooled by an old pod that hangs: its timeouts count against it", () => {
    const fleet: Fleet = (probe) =>
      probe.secondsIn > 20 && probe.random() < 0.15
        ? { version: null, outcome: { kind: "timeout", phase: "first_byte" }, totalMs: 10_000 }
        : switchAt(20)(probe);
    const { states, verdict } = last({ facts: quick(), fleet, seconds: 120 });
    expect(states).not.toContain("live");
    expect(verdict.state).toBe("degraded");
  });

  it("recovers from stuck as soon as the rest is replaced", () => {
    const { states } = last({
      facts: quick(),
      fleet: mix((s) => (s < 5 ? 0 : s < 200 ? 0.5 : 1)),
      seconds: 400,
      until: isLive,
    });
    expect(states).toEqual(["waiting", "rolling", "stuck", "rolling", "live"]);
  });

  it("is not live while one of two monitors still answers old", () => {
    const monitors = [
      monitorOf({ regions: ["eu-west"] }),
      monitorOf({ id: "mon_web", name: "Web", regions: ["eu-west"] }),
    ];
    const fleet: Fleet = ({ monitorId, secondsIn }) => ({
      version: headerVersion(monitorId === "mon_api" && secondsIn > 5 ? newVersion : oldVersion),
    });
    const { states, verdict } = last({ facts: quick({ monitors }), fleet, seconds: 120 });
    expect(states).not.toContain("live");
    expect(verdict.monitors.map(({ name, state }) => [name, state])).toEqual([
      ["API", "live"],
      ["Web", "stuck"],
    ]);
  });

  it("names the region that lags", () => {
    const fleet: Fleet = ({ region, secondsIn }) => ({
      version: headerVersion(region === "eu-west" && secondsIn > 5 ? newVersion : oldVersion),
    });
    const facts = quick({ monitors: [monitorOf()] });
    const { verdict } = last({ facts, fleet, seconds: 150 });
    expect(verdict).toMatchObject({ state: "stuck", stuckKind: "partial" });
    expect(verdict.causes[0]).toMatchObject({ code: "region_lagging", title: "us-east was not updated" });
    expect(verdict.sentence).toContain("1 of 2 regions is done, us-east has been at 0 % for");
  });

  it("tells a stale edge from a stale origin, with the age of the page", () => {
    const fleet: Fleet = ({ isBusted }) =>
      isBusted
        ? { version: headerVersion(newVersion) }
        : { version: headerVersion(oldVersion), cache: { age: "760", "cf-cache-status": "HIT" } };
    const { verdict } = last({ facts: quick(), fleet, seconds: 90 });
    expect(verdict.plan.compareCache).toBe(true);
    expect(verdict.causes[0]).toMatchObject({
      code: "edge_stale",
      title: "The origin is new, Cloudflare serves a cached answer, age 12 min 40 s",
    });
    expect(verdict.causes[0]?.evidence).toContain("cf-cache-status: HIT");
  });
});

describe("answers that got worse", () => {
  const failing =
    (outcome: Outcome, version: string | null): Fleet =>
    (probe) =>
      probe.secondsIn < 30
        ? { version: headerVersion(oldVersion) }
        : { version: headerVersion(version), outcome, failedAssertions: ["status is between 200 and 399"] };

  it("are degraded within seconds when the new version answers 503, its version known from the header", () => {
    const { steps, verdict } = last({ facts: quick(), fleet: failing(http(503), newVersion), seconds: 60 });
    const degraded = steps.find((step) => step.verdict.state === "degraded");
    expect(degraded?.secondsIn).toBeLessThanOrEqual(38);
    expect(verdict.firstSeenAt).not.toBeNull();
    expect(verdict).toMatchObject({ severity: "critical", rule: "degraded.new_fails" });
    expect(verdict.causes[0]?.code).toBe("bad_release");
    expect(verdict.sentence).toMatch(/^1\.42\.0 fails 100 % of its probes/);
  });

  it("are degraded within seconds when everything fails without saying who", () => {
    const { steps, verdict } = last({ facts: quick(), fleet: failing(http(500), null), seconds: 60 });
    expect(steps.find((step) => step.verdict.state === "degraded")?.secondsIn).toBeLessThanOrEqual(40);
    expect(verdict.rule).toBe("degraded.fails");
    expect(verdict.impact).toMatch(/^(Most users|Users) are not served/);
  });

  it("are found while only one answer in five is new", () => {
    const fleet: Fleet = ({ secondsIn, random }) =>
      secondsIn > 30 && random() < 0.2
        ? { version: headerVersion(newVersion), outcome: http(500), failedAssertions: ["status"] }
        : { version: headerVersion(oldVersion) };
    expect(last({ facts: quick(), fleet, seconds: 80 }).verdict).toMatchObject({
      state: "degraded",
      rule: "degraded.new_fails",
    });
  });

  it("are found when they are only slower, once they are half as long again and 100 ms more", () => {
    const fleet: Fleet = ({ secondsIn, random }) => ({
      version: headerVersion(secondsIn < 40 ? oldVersion : newVersion),
      totalMs: (secondsIn < 40 ? 100 : 320) + random() * 30,
    });
    expect(last({ facts: quick(), fleet, seconds: 80 }).verdict).toMatchObject({ rule: "degraded.slow" });
  });

  it("are no alarm when a few percent always fail", () => {
    for (const seed of [1, 2, 3]) {
      const fleet: Fleet = (probe) =>
        probe.random() < 0.05 ? { version: null, outcome: { kind: "refused" } } : mix((s) => s / 100)(probe);
      const { states } = last({ facts: quick(), fleet, seconds: 110, seed });
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
    const { steps, states } = last({ facts: quick(), fleet: returning, seconds: 220 });
    expect(states).toEqual(["waiting", "rolling", "live", "old_returned", "live"]);
    expect(steps.find(({ verdict }) => verdict.state === "old_returned")?.verdict.severity).toBe("critical");
  });

  it("an earlier version that is back everywhere is a rollback, with the deploy it belongs to", () => {
    const { states, verdict } = last({ facts: quick(), fleet: liveThen(() => oldVersion), seconds: 140 });
    expect(states.at(-1)).toBe("rolled_back");
    expect(verdict.rolledBackTo).toEqual({ version: oldVersion, deployId: "dep_old" });
    expect(verdict.causes[0]?.code).toBe("earlier_version_back");
  });

  it("a version that nobody announced is drift", () => {
    const { states, verdict } = last({ facts: quick(), fleet: liveThen(() => "1.43.0"), seconds: 100 });
    expect(states).toEqual(["waiting", "rolling", "live", "rolling"]);
    expect(verdict).toMatchObject({
      drift: { version: "1.43.0", regions: ["eu-west"] },
      severity: "warning",
    });
    expect(verdict.rule).toBe("drift.other_version");
  });

  it("single old answers are stragglers and change nothing", () => {
    const fleet = liveThen((random) => (random < 0.01 ? oldVersion : newVersion));
    const { states } = last({ facts: quick(), fleet, seconds: 300 });
    expect(states).toEqual(["waiting", "rolling", "live"]);
  });
});

describe("what cannot be judged", () => {
  const always =
    (answer: ReturnType<Fleet>): Fleet =>
    () =>
      answer;

  it("is said at once when no monitor verifies, also of a deploy that has not started", () => {
    const facts = quick({ monitors: [monitorOf({ verifies: false })], startedAt: null });
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt);
    expect(verdict).toMatchObject({ state: "unverifiable", unverifiable: "no_monitors" });
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
    const { states, verdict } = last({ facts: quick(), fleet: always(answer), seconds: 150 });
    expect(states).not.toContain("stuck");
    expect(verdict).toMatchObject({ state: "unverifiable", unverifiable: reason, severity: "warning" });
    expect(verdict.causes[0]?.code).toBe(code);
  });

  it("backs off when it is refused", () => {
    const fleet = always({ version: null, outcome: http(403), failedAssertions: ["status"] });
    const { verdict } = last({ facts: quick(), fleet, seconds: 30 });
    expect(verdict.plan).toMatchObject({ count: 1, everyMs: 30_000 });
  });

  it("is unverifiable without samples, never stuck", () => {
    const { states, verdict } = last({ facts: quick(), fleet: always(null), seconds: 200 });
    expect(states).toEqual(["waiting", "unverifiable"]);
    expect(verdict.unverifiable).toBe("too_few_samples");
  });

  it("leaves a silent region open: not live, and said so", () => {
    const facts = quick({ monitors: [monitorOf()] });
    const fleet: Fleet = (probe) =>
      probe.region === "us-east" && probe.secondsIn > 4 ? null : switchAt(5)(probe);
    const { states, verdict } = last({ facts, fleet, seconds: 150 });
    expect(states).toEqual(["waiting", "rolling", "unverifiable"]);
    expect(verdict.regions.find(({ region }) => region === "us-east")).toMatchObject({ silent: true });
    expect(verdict.regions.find(({ region }) => region === "eu-west")).toMatchObject({
      silent: false,
      state: "live",
    });
  });
});

describe("what ends", () => {
  const second = 1000;
  it.each([
    { state: "superseded", change: { supersededAt: startAt + 20 * second } },
    { state: "cancelled", change: { cancelledAt: startAt + 20 * second } },
  ])("is $state and then left alone", ({ state, change }) => {
    const facts = quick();
    const fleet = mix(() => 0.5);
    const simulation = { facts: (s: number) => (s < 20 ? facts : ended), fleet, seconds: 40 };
    const ended = { ...facts, ...change };
    const { verdict, states } = last(simulation);
    expect(states.at(-1)).toBe(state);
    expect(verdict).toMatchObject({ conditions: [state], severity: null, nextJudgeAt: null, causes: [] });
    expect(verdict.plan.mode).toBe("interval");
  });

  it("expires without proof, and not after it", () => {
    const facts = quick({ watchUntil: startAt + 70 * second });
    expect(last({ facts, fleet: mix(() => 0), seconds: 80 }).verdict.state).toBe("expired");
    expect(last({ facts, fleet: switchAt(2), seconds: 80 }).verdict.state).toBe("live");
  });

  it("has no clock and no bursts while it is pending", () => {
    const facts = quick({ startedAt: null, status: "pending" });
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt + 3_600_000);
    expect(verdict).toMatchObject({ state: "pending", deadlineAt: null, plan: { mode: "interval" } });
  });
});

describe("plans", () => {
  it("probes few while nothing moves, many while confirming, and at the interval after the soak", () => {
    const facts = quick({ policy: { ...defaultRolloutPolicy, soakMs: 30_000 } });
    const { steps } = last({ facts, fleet: switchAt(10), seconds: 120 });
    const modes = steps.map(({ verdict }) => `${verdict.plan.mode} ${verdict.plan.count}`);
    expect(modes.filter((mode, i) => mode !== modes[i - 1])).toEqual([
      "watching 5",
      "confirming 20",
      "watching 1",
      "interval 0",
    ]);
    const versions = steps.map(({ verdict }) => verdict.plan.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });
});

describe("caveats", () => {
  it("say that a balancer may pin us, when a region only ever meets one instance", () => {
    const facts = quick({ monitors: [monitorOf()] });
    const fleet: Fleet = ({ region, random }) => ({
      version: headerVersion(oldVersion),
      instance: region === "eu-west" ? "pod-1" : `pod-${Math.floor(random() * 4)}`,
    });
    const { verdict } = last({ facts, fleet, seconds: 40 });
    const caveats = verdict.regions.map(({ region, caveats: all }) => [region, all.join()]);
    expect(caveats).toEqual([
      ["eu-west", expect.stringContaining("may pin us")],
      ["us-east", ""],
    ]);
    expect(verdict.instances).toEqual({ expected: 0, previous: 4, total: 4 });
  });
});

describe("an announcement that comes late", () => {
  it("is judged from when we began to look, not from when the job began", () => {
    const facts = quick({ startedAt: startAt - 3_600_000, announcedAt: startAt });
    const { steps } = last({ facts, fleet: mix(() => 0), seconds: 65, from: startAt });
    expect(statesOf(steps)).toEqual(["waiting", "stuck"]);
    expect(steps.find(({ verdict }) => verdict.state === "stuck")?.secondsIn).toBeGreaterThanOrEqual(60);
  });
});
