import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsOf, headerVersion, monitorOf, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { type Fleet, type Step, simulateRollout, statesOf } from "../../test/simulate-rollout.ts";
import type { BrokenAsset } from "../observation.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { startRollout } from "./state.ts";

const chunk = "https://shop.example/assets/chunk-9f2c.js";
const missing: BrokenAsset = { url: chunk, status: 404, contentType: "text/plain" };

/** A page that is new after ten seconds; `broken` says what it asks for in vain. */
function play({
  broken,
  page = newVersion,
  seconds = 240,
  soakMs = 900_000,
  mayBePage = true,
}: {
  broken: (secondsIn: number, region: string) => BrokenAsset[];
  page?: string;
  seconds?: number;
  soakMs?: number;
  mayBePage?: boolean;
}) {
  const looks: { secondsIn: number; region: string }[] = [];
  const fleet: Fleet = ({ variant, secondsIn, region }) => {
    if (variant !== "assets") return { version: headerVersion(secondsIn > 10 ? newVersion : oldVersion) };
    looks.push({ secondsIn, region });
    return { version: headerVersion(page), assets: { checked: 12, broken: broken(secondsIn, region) } };
  };
  const policy = { ...factsOf().policy, soakMs };
  const facts = factsOf({ policy, monitors: [monitorOf({ mayBePage, url: "https://shop.example/" })] });
  const steps = simulateRollout({ facts, fleet, seconds });
  const last = steps.at(-1);
  const live = steps.find(({ verdict }) => verdict.liveAt !== null);
  if (last === undefined || live === undefined) throw new Error("it never went live");
  return { steps, looks, facts, liveIn: live.secondsIn, verdict: last.verdict };
}

const planned = (steps: Step[]) => steps.filter(({ verdict }) => verdict.plan.assets !== undefined);

describe("the files of a page", () => {
  it("are never asked for before its version is live", () => {
    const { steps, looks, liveIn } = play({ broken: () => [missing] });
    expect(planned(steps).length).toBeGreaterThan(0);
    for (const { verdict } of planned(steps)) expect(verdict.liveAt).not.toBeNull();
    for (const { secondsIn } of looks) expect(secondsIn).toBeGreaterThanOrEqual(liveIn);
  });

  it("are not asked for before it either, whatever the pods answer meanwhile", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.integer({ min: 0, max: 60 }), fc.integer(), (before, newAt, seed) => {
        const fleet: Fleet = ({ secondsIn, random }) => ({
          version: headerVersion(secondsIn > newAt || random() < before ? newVersion : oldVersion),
          assets: { checked: 1, broken: [missing] },
        });
        const facts = factsOf({ monitors: [monitorOf({ regions: ["eu-west"], mayBePage: true })] });
        for (const { verdict } of simulateRollout({ facts, fleet, seconds: 90, seed }))
          if (verdict.liveAt === null) expect(verdict.plan.assets).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  it("are looked at once in each region when all are there", () => {
    const { steps, looks, verdict } = play({ broken: () => [] });
    expect(looks.map(({ region }) => region).sort()).toEqual(["eu-west", "us-east"]);
    expect(verdict.plan.assets).toBeUndefined();
    expect(statesOf(steps).at(-1)).toBe("live");
  });

  it("are not looked at where answers are no pages", () => {
    expect(play({ broken: () => [missing], mayBePage: false }).looks).toEqual([]);
  });

  it("are not looked at anew long after it went live", () => {
    expect(play({ broken: () => [missing], page: oldVersion, soakMs: 60_000 }).looks.length).toBeLessThan(12);
  });

  it("say nothing when the page is of another version", () => {
    const { verdict } = play({ broken: () => [missing], page: oldVersion });
    expect(verdict.state).toBe("live");
  });

  it("say nothing when they were missing once", () => {
    let isFirst = true;
    const { steps } = play({
      broken: () => {
        const found = isFirst ? [missing] : [];
        isFirst = false;
        return found;
      },
    });
    expect(statesOf(steps)).not.toContain("degraded");
  });

  it("degrade the deploy within a minute when one is missing, with its address, status and region", () => {
    const { steps, liveIn, verdict } = play({
      broken: (_, region) => (region === "eu-west" ? [missing] : []),
    });
    const told = steps.find((step) => step.verdict.state === "degraded");
    expect((told?.secondsIn ?? Number.NaN) - liveIn).toBeLessThan(60);
    expect(verdict).toMatchObject({
      state: "degraded",
      severity: "critical",
      rule: "degraded.missing_asset",
      numbers: { assetsChecked: 12, assetsMissing: 1 },
    });
    expect(verdict.sentence).toContain(
      "The new page of 1.42.0 asks for /assets/chunk-9f2c.js, which answers 404 in eu-west.",
    );
    expect(verdict.causes[0]).toMatchObject({ code: "bad_release" });
    expect(verdict.causes[0]?.evidence[0]).toBe(`eu-west: ${chunk} answers 404`);
    expect(verdict.regions.map(({ region, state }) => [region, state])).toEqual([
      ["eu-west", "degraded"],
      ["us-east", "live"],
    ]);
  });

  it("are forgotten when the monitor reads its version elsewhere", () => {
    const { steps, facts } = play({ broken: () => [missing] });
    const { state, at } = steps.at(-1) ?? { state: startRollout(facts, 0), at: 0 };
    expect(judgeRollout(state, facts, at).verdict.state).toBe("degraded");
    const elsewhere = {
      ...facts,
      monitors: facts.monitors.map((monitor) => ({ ...monitor, mayBePage: false })),
    };
    expect(judgeRollout(state, elsewhere, at).verdict).toMatchObject({ state: "live" });
  });

  it("are looked at every minute while one is missing, after the soak too, until it is there", () => {
    const isThere = (secondsIn: number) => secondsIn > 400;
    const { steps, looks, verdict } = play({
      broken: (secondsIn) =>
        isThere(secondsIn) ? [] : [{ ...missing, status: 200, contentType: "text/html" }],
      seconds: 500,
      soakMs: 60_000,
    });
    const degraded = steps.find((step) => step.verdict.state === "degraded");
    expect(degraded?.verdict.sentence).toContain("which answers 200 with text/html");
    const late = looks.filter(({ region, secondsIn }) => region === "eu-west" && secondsIn > 200);
    expect(late.map(({ secondsIn }, i) => secondsIn - (late[i - 1]?.secondsIn ?? secondsIn - 60))).toEqual(
      late.map(() => 60),
    );
    expect(verdict.state).toBe("live");
    expect(verdict.plan).toMatchObject({ mode: "interval" });
  });
});
