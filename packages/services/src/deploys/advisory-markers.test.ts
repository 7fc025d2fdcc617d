import type { RegionVerdict } from "@rollcall/domain/rollout";
import { describe, expect, it } from "vitest";
import { advisoryMarkers } from "./advisory-markers.ts";

type Verdict = Exclude<Parameters<typeof advisoryMarkers>[1], null>;

const seconds = (count: number) => new Date(count * 1000);
const slice = (at: number, previous: number) => ({
  at: seconds(at),
  expected: 20,
  previous,
  other: 0,
  unreadable: 0,
  error: 0,
});
const region = (name: string, silent: boolean, lastSampleAt: number | null) =>
  ({ region: name, silent, lastSampleAt }) as RegionVerdict;
const rolling: Verdict = {
  numbers: { lateFirstSeenMs: 30_000, lateLiveMs: 120_000 },
  firstSeenAt: null,
  liveAt: null,
  regions: [],
};

const cases: {
  name: string;
  verdict: Partial<Verdict>;
  slices?: ReturnType<typeof slice>[];
  endedAt?: Date;
  now: number;
  expected: string[];
}[] = [
  { name: "nothing while it is as usual", verdict: {}, now: 129, expected: [] },
  {
    name: "from when on the first answer is missing longer than usual",
    verdict: {},
    now: 300,
    expected: ["130 later than usual"],
  },
  {
    name: "that a rollout was late, also once it is live",
    verdict: { firstSeenAt: 110_000, liveAt: 250_000 },
    now: 900,
    expected: ["220 later than usual"],
  },
  {
    name: "nothing of one that came in time",
    verdict: { firstSeenAt: 110_000, liveAt: 190_000 },
    now: 900,
    expected: [],
  },
  {
    name: "nothing of one that ended before it was late",
    verdict: {},
    endedAt: seconds(120),
    now: 900,
    expected: [],
  },
  {
    name: "nothing where too few earlier rollouts are known, or by an older verdict",
    verdict: { numbers: { lateFirstSeenMs: null } },
    now: 9000,
    expected: [],
  },
  {
    name: "the first old answers after live, and none before",
    verdict: { numbers: {}, liveAt: 192_000 },
    slices: [slice(190, 3), slice(195, 0), slice(240, 1), slice(300, 1)],
    now: 900,
    expected: ["240 stragglers"],
  },
  {
    name: "the regions that are silent, since their last answer",
    verdict: {
      numbers: {},
      regions: [region("eu", false, 140_000), region("us", true, 105_000), region("ap", true, null)],
    },
    now: 140,
    expected: ["105 us silent"],
  },
  {
    name: "no silence of a rollout that has ended",
    verdict: { numbers: {}, regions: [region("us", true, 105_000)] },
    endedAt: seconds(140),
    now: 900,
    expected: [],
  },
];

describe("advisoryMarkers tells", () => {
  it.each(cases)("$name", ({ verdict, slices = [], endedAt = null, now, expected }) => {
    const deploy = { startedAt: seconds(100), endedAt };
    const markers = advisoryMarkers(deploy, { ...rolling, ...verdict }, slices, seconds(now));
    expect(markers.map(({ at, label }) => `${Date.parse(at) / 1000} ${label}`)).toEqual(expected);
    expect(new Set(markers.map(({ kind }) => kind)).size).toBeLessThan(2);
  });

  it("nothing before anything started or was judged", () => {
    expect(advisoryMarkers({ startedAt: null, endedAt: null }, rolling, [], seconds(900))).toEqual([]);
    expect(advisoryMarkers({ startedAt: seconds(0), endedAt: null }, null, [], seconds(900))).toEqual([]);
  });
});
