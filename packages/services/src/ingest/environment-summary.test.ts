import { describe, expect, it } from "vitest";
import { summariseEnvironment, worstHealth } from "./environment-summary.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

const now = 1_800_000_000_000;

function environment(more: { servedVersion?: string; lived?: string[] } = {}): LoadedEnvironment {
  const lived = (more.lived ?? []).map((id) => ({ id }));
  const row = { servedVersion: more.servedVersion ?? null };
  return { row, lived, maintenance: { current: null } } as unknown as LoadedEnvironment;
}

function deploy(
  share: { expected?: number; previous?: number; other?: number },
  more: { serving?: string; endedAt?: number } = {},
): DeployJudgement {
  const counts = { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0, ...share };
  return {
    deploy: { id: "dep_1", version: "2.0.0", startedAt: new Date(now) },
    verdict: { share: counts, serving: more.serving ?? null, endedAt: more.endedAt ?? null },
  } as unknown as DeployJudgement;
}

/** A monitor whose regions last answered these versions, so many seconds ago. */
function monitor(answers: [region: string, version: string, secondsAgo: number][]): MonitorJudgement {
  const served = answers.map(([region, version, seconds]) => [region, { version, at: now - seconds * 1000 }]);
  return {
    monitor: { intervalSeconds: 60, timeoutMs: 10_000 },
    verdict: { health: "up" },
    memory: { served: Object.fromEntries(served) },
  } as unknown as MonitorJudgement;
}

const served = (
  deploys: DeployJudgement[],
  monitors: MonitorJudgement[],
  where: LoadedEnvironment = environment(),
) => {
  const { servedVersion, servedShare } = summariseEnvironment(where, deploys, monitors, now);
  return [servedVersion, servedShare];
};

describe("what is served", () => {
  it("is what the window of the watched deploy says", () => {
    expect(served([deploy({ expected: 87, previous: 13 })], [])).toEqual(["2.0.0", 0.87]);
    expect(served([deploy({ expected: 1, previous: 3 }, { serving: "1.0.0" })], [])).toEqual(["1.0.0", 0.75]);
  });

  it("is what the monitors' regions answered last, one vote each, without a deploy", () => {
    const answers = monitor([
      ["eu", "1.0.0", 5],
      ["us", "1.0.0", 6],
      ["ap", "0.9.0", 7],
    ]);
    expect(served([], [answers])).toEqual(["1.0.0", 2 / 3]);
  });

  it("leaves out answers that are no longer fresh", () => {
    const answers = monitor([
      ["us", "1.0.0", 131],
      ["ap", "0.9.0", 129],
    ]);
    expect(served([], [answers])).toEqual(["0.9.0", 1]);
  });

  it("stays known without a share when nobody answers any more", () => {
    expect(served([], [monitor([])], environment({ servedVersion: "1.0.0" }))).toEqual(["1.0.0", null]);
    expect(served([deploy({})], [], environment({ servedVersion: "1.0.0" }))).toEqual(["1.0.0", null]);
  });
});

describe("the current deploy", () => {
  it("is the started one that is not over, else the last one that was live", () => {
    const current = (deploys: DeployJudgement[], lived: string[]) =>
      summariseEnvironment(environment({ lived }), deploys, [], now).currentDeployId;
    expect(current([deploy({})], ["dep_0"])).toBe("dep_1");
    expect(current([deploy({}, { endedAt: now })], ["dep_0"])).toBe("dep_0");
    expect(current([], [])).toBeNull();
  });
});

describe("worstHealth", () => {
  it.each([
    [[], "unknown"],
    [["up", "paused"], "up"],
    [["paused"], "paused"],
    [["up", "no_data"], "no_data"],
    [["advisory", "no_data", "up"], "advisory"],
    [["up", "down", "advisory"], "down"],
  ] as const)("of %j is %s", (states, expected) => {
    expect(worstHealth([...states])).toBe(expected);
  });
});
