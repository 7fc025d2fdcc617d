import type { Cause, DeployState } from "@rollcall/domain/glossary";
import type { HealthVerdict } from "@rollcall/domain/health";
import { describe, expect, it } from "vitest";
import { carriedBy, collectTroubles } from "./collect-troubles.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";
import type { StoredVerdict } from "./stored-verdict.ts";

const now = 1_800_000_000_000;
const environment = { service: "checkout-api", row: { name: "production" } } as LoadedEnvironment;

function deploy(verdict: Partial<StoredVerdict>, startedMsAgo: number | null = 60_000): DeployJudgement {
  const startedAt = startedMsAgo === null ? null : new Date(now - startedMsAgo);
  return {
    deploy: { id: "dep_1", version: "2.0.0", startedAt },
    verdict: {
      state: "rolling",
      severity: null,
      impact: "Users are served.",
      since: now,
      causes: [],
      liveAt: null,
      endedAt: null,
      drift: null,
      ...verdict,
    },
  } as unknown as DeployJudgement;
}

function monitor(verdict: Partial<HealthVerdict>): MonitorJudgement {
  return {
    monitor: { id: "mon_1", name: "health" },
    verdict: { health: "up", since: now, sentence: "s", regions: [], advisoryDue: false, ...verdict },
  } as unknown as MonitorJudgement;
}

const lasting = monitor({ health: "advisory", advisoryDue: true });
const down = monitor({ health: "down" });
const stuck = deploy({ state: "stuck", severity: "warning" });

const cases: {
  name: string;
  deploys: DeployJudgement[];
  monitors: MonitorJudgement[];
  expected: string[];
}[] = [
  { name: "nothing is wrong", deploys: [deploy({})], monitors: [monitor({})], expected: [] },
  {
    name: "a bad deploy is told by its severity",
    deploys: [stuck],
    monitors: [],
    expected: ["stuck warning"],
  },
  {
    name: "a bad state that concerns nobody is no trouble",
    deploys: [deploy({ state: "unverifiable", severity: null })],
    monitors: [],
    expected: [],
  },
  { name: "an outage is critical", deploys: [], monitors: [down], expected: ["outage critical"] },
  {
    name: "one bad region is a warning once it lasts",
    deploys: [],
    monitors: [lasting],
    expected: ["outage warning"],
  },
  {
    name: "one bad region is quiet before",
    deploys: [],
    monitors: [monitor({ health: "advisory" })],
    expected: [],
  },
  {
    name: "an outage stays one while there is no data",
    deploys: [],
    monitors: [monitor({ health: "no_data", decided: "down" })],
    expected: ["outage critical"],
  },
  {
    name: "so does one bad region that was told",
    deploys: [],
    monitors: [monitor({ health: "no_data", decided: "advisory", advisoryDue: true })],
    expected: ["outage warning"],
  },
  {
    name: "no data alone is no trouble of the service",
    deploys: [],
    monitors: [monitor({ health: "no_data", decided: "up" })],
    expected: [],
  },
  {
    name: "an open deploy mutes one bad region for a while",
    deploys: [deploy({}, 119_000)],
    monitors: [lasting],
    expected: [],
  },
  {
    name: "but not for longer than two minutes",
    deploys: [deploy({}, 120_000)],
    monitors: [lasting],
    expected: ["outage warning"],
  },
  {
    name: "nor once the deploy itself is bad",
    deploys: [stuck],
    monitors: [lasting],
    expected: ["stuck warning", "outage warning"],
  },
  {
    name: "and never an outage",
    deploys: [deploy({}, 1_000)],
    monitors: [down],
    expected: ["outage critical"],
  },
  {
    name: "a version nobody announced is drift after live",
    deploys: [deploy({ liveAt: now, severity: "warning", drift: { version: "9.9", regions: ["eu"] } })],
    monitors: [],
    expected: ["drift warning"],
  },
  {
    name: "a worse state of the same deploy says it all",
    deploys: [
      deploy({ state: "old_returned", severity: "critical", drift: { version: "9.9", regions: ["eu"] } }),
    ],
    monitors: [],
    expected: ["old_returned critical"],
  },
];

describe("collectTroubles", () => {
  it.each(cases)("$name", ({ deploys, monitors, expected }) => {
    const troubles = collectTroubles(environment, deploys, monitors, now);
    expect(troubles.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(expected);
  });

  it("names what, where and which version", () => {
    const titles = collectTroubles(environment, [stuck], [down], now).map((trouble) => trouble.title);
    expect(titles).toEqual([
      "checkout-api production: 2.0.0 is stuck",
      "checkout-api production: health is down",
    ]);
  });
});

describe("the causes of an outage", () => {
  const causes = [{ code: "image_not_found" }] as unknown as Cause[];

  it.each<[DeployState, string[]]>([
    ["stuck", ["image_not_found"]],
    ["degraded", ["image_not_found"]],
    ["unverifiable", []],
    ["rolling", []],
  ])("beside a deploy that is %s are %j", (state, expected) => {
    const troubles = collectTroubles(environment, [deploy({ state, causes })], [down], now);
    expect(troubles.at(-1)).toMatchObject({ kind: "outage" });
    expect(troubles.at(-1)?.causes.map(({ code }) => code)).toEqual(expected);
  });
});

describe("carriedBy", () => {
  it.each([
    ["waiting", null, "dep_1"],
    ["rolling", null, "dep_1"],
    ["holding", null, "dep_1"],
    ["at_target", null, null],
    ["live", now, null],
    ["rolling", now, null],
    ["stuck", null, null],
  ] as const)("a deploy that is %s, live at %s, carries: %s", (state, liveAt, expected) => {
    expect(carriedBy([deploy({ state, liveAt })])).toBe(expected);
  });

  it("neither a pending deploy nor an ended one carries anything", () => {
    expect(carriedBy([deploy({ state: "pending" }, null)])).toBeNull();
    expect(carriedBy([deploy({ state: "waiting", endedAt: now })])).toBeNull();
  });
});
