import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advanceProbeOutage } from "./advance-probe-outage.ts";
import { regionPresence } from "./region-presence.ts";
import type { ProbeOutage, ProbeOutageChange, RegionPresence } from "./types.ts";

const start = Date.UTC(2026, 10, 22, 12);
const second = 1000;
const newId = () => "pro_1";
const regions = ["eu-west", "us-east", "ap-south"];

/** A region and when its prober beats: pairs of seconds from, until. */
type Beats = Record<string, [from: number, until: number][]>;

/** Plays seconds of heartbeats every 5 s and sweeps every 5 s; gives what was told, and when. */
function play(beats: Beats, untilSecond: number, removed: Record<string, number> = {}) {
  const signs = new Map<string, { heardAt: number; heardSince: number; offlineSince: null }>();
  for (const region of Object.keys(beats))
    signs.set(region, { heardAt: start, heardSince: start - 3_600_000, offlineSince: null });
  let current: ProbeOutage | null = null;
  const told: { at: number; change: ProbeOutageChange }[] = [];
  for (let at = 0; at <= untilSecond; at += 5) {
    const now = start + at * second;
    for (const [region, spans] of Object.entries(beats)) {
      const sign = signs.get(region);
      if (sign === undefined || !spans.some(([from, until]) => from <= at && at < until)) continue;
      if (now - sign.heardAt > 30_000) sign.heardSince = now;
      sign.heardAt = now;
    }
    for (const [region, from] of Object.entries(removed)) if (at >= from) signs.delete(region);
    const presences = [...signs].map(([region, sign]) => regionPresence(region, [sign], now));
    const { next, changes } = advanceProbeOutage(current, presences, now, newId);
    current = next === null || next.regions.length === 0 ? null : next;
    told.push(...changes.map((change) => ({ at, change })));
  }
  return { told, current };
}

const always: [number, number][] = [[0, 1e9]];
const brief = ({ at, change }: { at: number; change: ProbeOutageChange }) =>
  `${at} ${change.type} ${change.regions.map(({ region }) => region).join(" ")}`;

const cases: { name: string; beats: Beats; removed?: Record<string, number>; expected: string[] }[] = [
  { name: "nothing while all are heard", beats: { "eu-west": always, "us-east": always }, expected: [] },
  {
    name: "a restart of a minute is told to nobody",
    beats: {
      "eu-west": [
        [0, 100],
        [165, 1e9],
      ],
      "us-east": always,
    },
    expected: [],
  },
  {
    name: "a loss once, and its return once, after it has lasted",
    beats: {
      "eu-west": [
        [0, 100],
        [300, 1e9],
      ],
      "us-east": always,
    },
    expected: ["185 lost eu-west", "360 back eu-west"],
  },
  {
    name: "all together in one message, though they fell half a minute apart",
    beats: { "eu-west": [[0, 100]], "us-east": [[0, 115]], "ap-south": [[0, 130]] },
    expected: ["215 lost eu-west us-east ap-south"],
  },
  {
    name: "all that return together in one message",
    beats: {
      "eu-west": [
        [0, 100],
        [400, 1e9],
      ],
      "us-east": [
        [0, 100],
        [430, 1e9],
      ],
      "ap-south": always,
    },
    expected: ["185 lost eu-west us-east", "490 back eu-west us-east"],
  },
  {
    name: "one that falls much later with a message of its own",
    beats: { "eu-west": [[0, 100]], "us-east": [[0, 400]], "ap-south": always },
    expected: ["185 lost eu-west", "485 lost us-east"],
  },
  {
    name: "a region that comes back alone, the other one later",
    beats: {
      "eu-west": [
        [0, 100],
        [400, 1e9],
      ],
      "us-east": [
        [0, 100],
        [800, 1e9],
      ],
      "ap-south": always,
    },
    expected: ["185 lost eu-west us-east", "460 back eu-west", "860 back us-east"],
  },
  {
    name: "a prober in a crash loop is told once, and never as back",
    beats: { "eu-west": Array.from({ length: 20 }, (_, i) => [200 * i, 200 * i + 30]), "us-east": always },
    expected: ["115 lost eu-west"],
  },
  {
    name: "nothing when it was taken away before anybody was told",
    beats: { "eu-west": [[0, 100]], "us-east": always },
    removed: { "eu-west": 130 },
    expected: [],
  },
  {
    name: "the end when it was taken away afterwards",
    beats: { "eu-west": [[0, 100]], "us-east": always },
    removed: { "eu-west": 900 },
    expected: ["185 lost eu-west", "900 back eu-west"],
  },
];

describe("advanceProbeOutage tells", () => {
  it.each(cases)("$name", ({ beats, removed, expected }) => {
    expect(play(beats, 2000, removed).told.map(brief)).toEqual(expected);
  });

  it("of the regions that go on, and of those that do not come back yet", () => {
    const { told } = play(
      {
        "eu-west": [
          [0, 100],
          [400, 1e9],
        ],
        "us-east": [[0, 100]],
        "ap-south": always,
      },
      600,
    );
    expect(told.map(({ change }) => change)).toMatchObject([
      { type: "lost", present: ["ap-south"] },
      {
        type: "back",
        regions: [{ region: "eu-west", isRemoved: false }],
        stillLost: [{ region: "us-east" }],
      },
    ]);
  });

  it("nobody of a region that has been gone since before anybody looked", () => {
    const presences: RegionPresence[] = [
      { region: "eu-west", state: "silent", since: start - 16 * 60_000 },
      { region: "us-east", state: "present", since: start - 3_600_000 },
    ];
    expect(advanceProbeOutage(null, presences, start, newId)).toEqual({ next: null, changes: [] });
  });

  it("the same thing never twice, and a return only after its loss, whatever the probers do", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 5, max: 400 }), fc.integer({ min: 5, max: 400 })), {
      maxLength: 6,
    });
    const toSpans = (parts: [number, number][]) => {
      let at = 0;
      return parts.map(([on, off]): [number, number] => {
        const span: [number, number] = [at, at + on];
        at += on + off;
        return span;
      });
    };
    fc.assert(
      fc.property(fc.tuple(spans, spans, spans), (all) => {
        const beats = Object.fromEntries(regions.map((region, i) => [region, toSpans(all[i] ?? [])]));
        const { told } = play(beats, 3000);
        for (const region of regions) {
          const own = told
            .filter(({ change }) => change.regions.some((changed) => changed.region === region))
            .map(({ change }) => change.type);
          expect(own).toEqual(own.map((_, i) => (i % 2 === 0 ? "lost" : "back")));
        }
      }),
      { numRuns: 80 },
    );
  });
});
