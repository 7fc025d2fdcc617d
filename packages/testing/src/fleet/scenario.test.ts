import { describe, expect, it } from "vitest";
import { defaultBehaviour } from "./pod-behaviour.ts";
import { planScenario, type ScenarioInput, type Step, scenario } from "./scenario.ts";

const old = { ...defaultBehaviour, version: "1", latencyMs: 7 };
const site = (region: string | null, pods = 4) => ({ region, pods: Array.from({ length: pods }, () => old) });
const plan = (input: Omit<ScenarioInput, "version">, sites = [site(null)]) =>
  planScenario(scenario.parse({ version: "2", stepMs: 100, startMs: 30, ...input }), sites, defaultBehaviour);

/** `100 start 1` for short. */
const words = (steps: Step[]) =>
  steps.map(({ atMs, act }) => [atMs, act.kind, "slot" in act ? act.slot : ""].join(" ").trim());
const promoted = (steps: Step[]) => steps.filter((step) => step.act.kind === "promote").length;

describe("planScenario", () => {
  it("replaces one pod after the other, each successor starting before it takes over", () => {
    expect(words(plan({ kind: "rolling" }, [site(null, 3)]))).toEqual([
      "0 start 0",
      "30 promote 0",
      "100 start 1",
      "130 promote 1",
      "200 start 2",
      "230 promote 2",
    ]);
  });

  it("begins new pods from the service's first behaviour, not from what was done to the old", () => {
    const [first] = plan({ kind: "rolling", commit: "abc" });
    expect(first?.act).toMatchObject({ behaviour: { version: "2", commit: "abc", latencyMs: 0 } });
  });

  it("starts one pod that never gets ready", () => {
    expect(words(plan({ kind: "never_starts" }))).toEqual(["0 start 0"]);
  });

  it.each([
    { name: "half by default", stopAt: undefined, expected: 2 },
    { name: "one", stopAt: 1, expected: 1 },
    { name: "no more than there are", stopAt: 9, expected: 4 },
  ])("stops after $name, with the next one starting in vain", ({ stopAt, expected }) => {
    const steps = plan({ kind: "stops_at", stopAt });
    expect(promoted(steps)).toBe(expected);
    expect(steps.filter((step) => step.act.kind === "start")).toHaveLength(Math.min(expected + 1, 4));
  });

  it("lets the new version fail", () => {
    const [first] = plan({ kind: "new_fails", errorStatus: 502 });
    expect(first?.act).toMatchObject({ behaviour: { errorRate: 1, errorStatus: 502 } });
  });

  it("brings the old pods back just as they were", () => {
    const steps = plan({ kind: "flips_back", flipAfterMs: 1_000 }, [site(null, 2)]);
    expect(words(steps).slice(4)).toEqual([
      "1130 start 0",
      "1160 promote 0",
      "1230 start 1",
      "1260 promote 1",
    ]);
    expect(steps[4]?.act).toMatchObject({ behaviour: old });
  });

  it("leaves the named region behind, or the last one", () => {
    const sites = [site(null), site("eu"), site("us")];
    const touched = (region?: string) =>
      new Set(plan({ kind: "region_left_behind", region }, sites).map((step) => step.region));
    expect(touched("eu")).toEqual(new Set([null, "us"]));
    expect(touched()).toEqual(new Set([null, "eu"]));
  });

  it("refuses to leave a region behind that is not there", () => {
    expect(() => plan({ kind: "region_left_behind", region: "mars" }, [site(null), site("eu")])).toThrow();
    expect(() => plan({ kind: "region_left_behind" })).toThrow();
  });

  it("begins later in each further region", () => {
    const steps = plan({ kind: "rolling", regionDelayMs: 500 }, [site("eu", 1), site("us", 1)]);
    expect(steps.map((step) => [step.atMs, step.region])).toEqual([
      [0, "eu"],
      [30, "eu"],
      [500, "us"],
      [530, "us"],
    ]);
  });

  it("puts a filled edge before the pods that it replaces", () => {
    expect(words(plan({ kind: "edge_stale" })).slice(0, 2)).toEqual(["0 edge", "0 start 0"]);
    expect(promoted(plan({ kind: "edge_stale" }))).toBe(4);
  });

  it("gives new pods a page whose files are named after their version, one of them missing", () => {
    const [first] = plan({ kind: "missing_chunk" });
    const assets = first?.act.kind === "start" ? first.act.behaviour.assets : {};
    expect(Object.keys(assets)).toHaveLength(3);
    expect(Object.values(assets).filter((asset) => asset === "missing")).toHaveLength(1);
  });

  it("replaces a quarter of the pods in each wave", () => {
    const steps = plan({ kind: "in_waves" }, [site(null, 8)]).filter(({ act }) => act.kind === "start");
    expect(steps.map(({ atMs }) => atMs)).toEqual([0, 0, 100, 100, 200, 200, 300, 300]);
  });

  it("makes another third of the pods new in each turn, and old again in the next", () => {
    const steps = plan({ kind: "flip_flop", turns: 5 }, [site(null, 3)]);
    const versions = (slot: number) =>
      steps.flatMap(({ atMs, act }) =>
        act.kind === "start" && act.slot === slot ? [`${atMs} ${act.behaviour.version}`] : [],
      );
    expect([0, 1, 2].map(versions)).toEqual([
      ["0 2", "100 1", "300 2", "400 1"],
      ["100 2", "200 1", "400 2"],
      ["200 2", "300 1"],
    ]);
  });

  it("slows the old pods down before it replaces them", () => {
    const steps = plan({ kind: "slow_old_pods", oldLatencyMs: 2_500 });
    expect(steps.slice(0, 4).map((step) => step.act)).toEqual(
      [0, 1, 2, 3].map((slot) => ({ kind: "change", slot, change: { latencyMs: 2_500 } })),
    );
    expect(promoted(steps)).toBe(4);
  });
});
