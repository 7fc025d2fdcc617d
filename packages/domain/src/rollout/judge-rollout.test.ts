import { describe, expect, it, vi } from "vitest";
import {
  factsOf,
  headerVersion,
  monitorOf,
  newVersion,
  oldVersion,
  startAt,
} from "../../test/rollout-fixtures.ts";
import { isLive, mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import { type Fleet, statesOf } from "../../test/simulate-rollout.ts";
import { defaultRolloutPolicy } from "./policy.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

describe("a rollout that succeeds", () => {
  it("goes live within seconds after the last old pod is gone: ten pods, two regions", () => {
    const tookSeconds = [1, 2, 3, 4, 5].map((seed) => {
      const pods = mix((s) => Math.min(1, Math.floor(s / 5) / 10));
      const { states, secondsIn } = play({
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
    const { states, verdict } = play({ facts: quickFacts(), fleet: switchAt(0), seconds: 60, until: isLive });
    expect(states.at(-1)).toBe("live");
    expect(verdict.rule).toBe("live.clean_run");
  });

  it("goes live with the usual background of errors, and not later than in two minutes", () => {
    const fleet: Fleet = (probe) =>
      probe.random() < 0.03
        ? { version: null, outcome: { kind: "timeout", phase: "first_byte" } }
        : switchAt(40)(probe);
    const { states, secondsIn } = play({ facts: quickFacts(), fleet, seconds: 200, until: isLive });
    expect(states).toEqual(["waiting", "rolling", "live"]);
    expect(secondsIn).toBeLessThan(160);
  });

  it("matches a commit of 40 digits that answers with 7", () => {
    const sha = "3f2a1bc9d04e5f60718293a4b5c6d7e8f9012345";
    const facts = quickFacts({ version: sha, identities: [sha] });
    const fleet: Fleet = ({ secondsIn }) => ({
      version: headerVersion(secondsIn < 5 ? oldVersion : "3f2a1bc"),
    });
    expect(play({ facts, fleet, seconds: 60, until: isLive }).verdict.state).toBe("live");
  });

  it("is live without a word of what answered before it was proven", () => {
    const { steps } = play({ facts: quickFacts(), fleet: switchAt(20), seconds: 70 });
    const impacts = steps.filter(({ verdict }) => isLive(verdict)).map(({ verdict }) => verdict.impact);
    expect(impacts.filter((impact) => impact.includes(oldVersion))).toEqual([]);
    expect(impacts.at(-1)).toMatch(/^Users are served \(0 of \d+ probes failed\), by 1\.42\.0$/);
  });

  it("is held for a minute behind a detected CDN, then live", () => {
    const fleet: Fleet = (probe) => ({
      version: switchAt(5)(probe)?.version ?? null,
      cache: { "cf-ray": "8f-AMS" },
    });
    const { states, steps } = play({ facts: quickFacts(), fleet, seconds: 120, until: isLive });
    expect(states).toEqual(["waiting", "rolling", "holding", "live"]);
    const held = steps.find(({ verdict }) => verdict.state === "holding");
    expect((steps.at(-1)?.secondsIn ?? 0) - (held?.secondsIn ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it("says of a version announced again that it was served already", () => {
    const facts = quickFacts({ previousVersion: newVersion, previousIdentities: [newVersion] });
    const { verdict } = play({ facts, fleet: switchAt(0), seconds: 60, until: isLive });
    expect(verdict).toMatchObject({ state: "live", alreadyLive: true, rule: "live.already" });
    expect(verdict.sentence).toContain("cannot be told apart");
  });

  it("keeps a canary at its target, neither stuck nor live", () => {
    const facts = quickFacts({ strategy: "canary", targetShare: 0.2 });
    const { states } = play({ facts, fleet: mix((s) => (s < 10 ? 0 : 0.2)), seconds: 400 });
    expect(states).toEqual(["waiting", "rolling", "at_target"]);
  });
});

describe("a rollout that does not", () => {
  it("is stuck, never seen, at the deadline while health is good", () => {
    const { verdict, states, secondsIn } = play({ facts: quickFacts(), fleet: mix(() => 0), seconds: 65 });
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
    const { states, verdict } = play({
      facts: quickFacts(),
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
    const { states } = play({ facts: quickFacts(), fleet, seconds: 150 });
    expect(states).not.toContain("live");
  });

  it("is not fooled by an old pod that hangs: its timeouts count against it", () => {
    const fleet: Fleet = (probe) =>
      probe.secondsIn > 20 && probe.random() < 0.15
        ? { version: null, outcome: { kind: "timeout", phase: "first_byte" }, totalMs: 10_000 }
        : switchAt(20)(probe);
    const { states, verdict } = play({ facts: quickFacts(), fleet, seconds: 400 });
    expect(states).not.toContain("live");
    expect(verdict.conditions).toEqual(["degraded", "stuck", "rolling"]);
  });

  it("recovers from stuck as soon as the rest is replaced", () => {
    const { states } = play({
      facts: quickFacts(),
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
    const { states, verdict } = play({ facts: quickFacts({ monitors }), fleet, seconds: 120 });
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
    const facts = quickFacts({ monitors: [monitorOf()] });
    const { verdict } = play({ facts, fleet, seconds: 150 });
    expect(verdict).toMatchObject({ state: "stuck", stuckKind: "partial" });
    expect(verdict.causes[0]).toMatchObject({ code: "region_lagging", title: "us-east was not updated" });
    expect(verdict.causes[0]?.evidence.map((line) => line.split(":")[0])).toEqual(["us-east", "eu-west"]);
    expect(verdict.sentence).toContain("1 of 2 regions is done, us-east has been at 0 % for");
  });

  it("looks for old backends only in the region that is not done", () => {
    const fleet: Fleet = ({ region, secondsIn, random }) => {
      const share = region === "eu-west" ? Math.min(1, secondsIn / 30) : 0.25;
      return { version: headerVersion(secondsIn > 5 && random() < share ? newVersion : oldVersion) };
    };
    const { verdict } = play({ facts: quickFacts({ monitors: [monitorOf()] }), fleet, seconds: 200 });
    expect(verdict).toMatchObject({ state: "stuck", stuckKind: "partial" });
    const [cause] = verdict.causes;
    expect(cause?.code).toBe("partial_backends");
    expect(cause?.evidence[0]).toMatch(/ of answers are 1\.41\.3 in us-east \(/);
  });

  it("tells a stale edge from a stale origin, with the age of the page", () => {
    const fleet: Fleet = ({ isBusted }) =>
      isBusted
        ? { version: headerVersion(newVersion) }
        : { version: headerVersion(oldVersion), cache: { age: "760", "cf-cache-status": "HIT" } };
    const { verdict } = play({ facts: quickFacts(), fleet, seconds: 90 });
    expect(verdict.plan.compareCache).toBe(true);
    expect(verdict.causes[0]).toMatchObject({
      code: "edge_stale",
      title: "The origin is new, the edge (Cloudflare) serves a cached page, age 12 min 40 s",
    });
    expect(verdict.causes[0]?.evidence.join()).toContain("cf-cache-status: HIT");
  });
});

describe("plans", () => {
  it("probes few while nothing moves, many while confirming, and at the interval after the soak", () => {
    const facts = quickFacts({ policy: { ...defaultRolloutPolicy, soakMs: 30_000 } });
    const { steps } = play({ facts, fleet: switchAt(10), seconds: 120 });
    const modes = steps.map(({ verdict }) => `${verdict.plan.mode} ${verdict.plan.count}`);
    expect(modes.filter((mode, i) => mode !== modes[i - 1])).toEqual([
      "watching 10",
      "confirming 20",
      "watching 1",
      "interval 0",
    ]);
    const versions = steps.map(({ verdict }) => verdict.plan.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });
});

describe("an announcement that comes late", () => {
  it("is judged from when we began to look, not from when the job began", () => {
    const facts = quickFacts({ startedAt: startAt - 3_600_000, announcedAt: startAt });
    const { steps } = play({ facts, fleet: mix(() => 0), seconds: 65, from: startAt });
    expect(statesOf(steps)).toEqual(["waiting", "stuck"]);
    expect(steps.find(({ verdict }) => verdict.state === "stuck")?.secondsIn).toBeGreaterThanOrEqual(60);
  });
});
