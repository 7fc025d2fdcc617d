/** What the judgement of health is held against, each a world with a truth. */
import type { Instant } from "@rollcall/domain/glossary";
import type { Random } from "../../../packages/domain/test/random.ts";
import { epoch, type Fate, type Play } from "./play.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A span in which "down" is right, and nothing else is. */
export type Outage = { from: Instant; until: Instant };

export type Setting = { random: Random; days: number };

export type Scenario = {
  name: string;
  about: string;
  regions: readonly number[];
  /** Of one region; more regions see as many answers in fewer days. */
  days: { full: number; quick: number };
  make(regions: number, setting: Setting): { play: Play; outages: Outage[] };
};

/** Outages of one length, one in each span, at a time of its own. */
function outagesIn({ random, days }: Setting, everyMs: number, lengthMs: number): Outage[] {
  return Array.from({ length: Math.floor((days * day) / everyMs) }, (_, i) => {
    const from = epoch + i * everyMs + everyMs / 4 + Math.floor((random() * everyMs) / 2);
    return { from, until: from + lengthMs };
  });
}

/** Asked with instants that only grow. */
function createWithin(outages: readonly Outage[]): (at: Instant) => boolean {
  let next = 0;
  return (at) => {
    while (next < outages.length && (outages[next]?.until ?? 0) <= at) next += 1;
    const outage = outages[next];
    return outage !== undefined && outage.from <= at;
  };
}

const share = (value: number) => `${value * 100} %`;

function background(errors: number): Scenario {
  return {
    name: `${share(errors)} of probes fail`,
    about: "every probe fails by itself, whatever the others do; never down",
    regions: [1, 2, 3, 6],
    days: { full: 500, quick: 10 },
    make: (regions, { random, days }) => ({
      play: { regions, random, untilMs: days * day, fate: () => (random() < errors ? "refused" : "well") },
      outages: [],
    }),
  };
}

const oneBadRegion: Scenario = {
  name: "one bad region",
  about: "one region fails for 2 h of every 12 h, 1 % of probes fail by themselves everywhere; never down",
  regions: [3, 6],
  days: { full: 500, quick: 10 },
  make(regions, setting) {
    const { random, days } = setting;
    const isBad = createWithin(outagesIn(setting, 12 * hour, 2 * hour));
    const fate = (region: number, at: Instant): Fate =>
      (region === 0 && isBad(at)) || random() < 0.01 ? "refused" : "well";
    return { play: { regions, random, untilMs: days * day, fate }, outages: [] };
  },
};

const halfOfRegions: Scenario = {
  name: "one half, then the other",
  about: "one half of the regions fails, every 10 minutes the other one; no majority, so never down",
  regions: [2, 4, 6],
  days: { full: 30, quick: 3 },
  make: (regions, { random, days }) => ({
    play: {
      regions,
      random,
      untilMs: days * day,
      fate: (region, at) => (region % 2 === Math.floor(at / (10 * minute)) % 2 ? "refused" : "well"),
    },
    outages: [],
  }),
};

function fullOutage(errors: number, how: "refused" | "hung"): Scenario {
  const words = how === "hung" ? "probes hang for 10 s" : "connections are refused";
  return {
    name: `outage, ${how}, ${share(errors)} before`,
    about: `for 10 minutes of every 3 h all ${words}; before and after ${share(errors)} of probes fail`,
    regions: [1, 2, 3, 6],
    days: { full: 30, quick: 3 },
    make(regions, setting) {
      const { random, days } = setting;
      const outages = outagesIn(setting, 3 * hour, 10 * minute);
      const isDown = createWithin(outages);
      const fate = (_: number, at: Instant): Fate =>
        isDown(at) ? how : random() < errors ? "refused" : "well";
      return { play: { regions, random, untilMs: days * day, fate }, outages };
    },
  };
}

const flapping: Scenario = {
  name: "flapping",
  about: "for 1 h of every 6 h every other answer fails, by chance, everywhere; that hour is one outage",
  regions: [1, 2, 3, 6],
  days: { full: 30, quick: 3 },
  make(regions, setting) {
    const { random, days } = setting;
    const outages = outagesIn(setting, 6 * hour, hour);
    const isFlapping = createWithin(outages);
    const fate = (_: number, at: Instant): Fate => (isFlapping(at) && random() < 0.5 ? "refused" : "well");
    return { play: { regions, random, untilMs: days * day, fate }, outages };
  },
};

const silentProbers: Scenario = {
  name: "outage takes probers along",
  about:
    "two of three regions fail for 10 minutes of every 3 h, and after 3 minutes their probers are silent too; the third stays well",
  regions: [3],
  days: { full: 30, quick: 3 },
  make(regions, setting) {
    const { random, days } = setting;
    const outages = outagesIn(setting, 3 * hour, 10 * minute);
    const isDown = createWithin(outages);
    const isAway = createWithin(outages.map(({ from, until }) => ({ from: from + 3 * minute, until })));
    const fate = (region: number, at: Instant): Fate => (region > 0 && isDown(at) ? "refused" : "well");
    const play = { regions, random, untilMs: days * day, fate };
    return { play: { ...play, isAway: (region, at) => region > 0 && isAway(at) }, outages };
  },
};

/** In the order of the report. */
export const scenarios: readonly Scenario[] = [
  background(0.01),
  background(0.02),
  background(0.05),
  oneBadRegion,
  halfOfRegions,
  fullOutage(0, "refused"),
  fullOutage(0.05, "refused"),
  fullOutage(0, "hung"),
  flapping,
  silentProbers,
];
