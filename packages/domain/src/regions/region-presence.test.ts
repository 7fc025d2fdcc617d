import { describe, expect, it } from "vitest";
import { regionPresence } from "./region-presence.ts";
import type { ProberSign } from "./types.ts";

const now = Date.UTC(2026, 10, 22, 12);
const second = 1000;

/** A prober heard this long ago, for this long, and perhaps offline since. */
const prober = (heardAgo: number, heardFor = 3600, offlineFor: number | null = null): ProberSign => ({
  heardAt: now - heardAgo * second,
  heardSince: now - (heardAgo + heardFor) * second,
  offlineSince: offlineFor === null ? null : now - offlineFor * second,
});

const cases: {
  name: string;
  probers: ProberSign[];
  judgingFor?: number;
  state: string;
  sinceAgo: number;
}[] = [
  { name: "a prober heard for a while", probers: [prober(5)], state: "present", sinceAgo: 3605 },
  { name: "one heard for a moment", probers: [prober(2, 20)], state: "returning", sinceAgo: 22 },
  {
    name: "one good prober of two is enough",
    probers: [prober(600), prober(5)],
    state: "present",
    sinceAgo: 3605,
  },
  { name: "a restart", probers: [prober(40)], state: "fading", sinceAgo: 40 },
  { name: "89 s without a beat", probers: [prober(89)], state: "fading", sinceAgo: 89 },
  { name: "90 s without a beat", probers: [prober(90)], state: "silent", sinceAgo: 90 },
  { name: "the last of several counts", probers: [prober(600), prober(100)], state: "silent", sinceAgo: 100 },
  {
    name: "silence from before the judge began is Rollcall's own",
    probers: [prober(600)],
    judgingFor: 60,
    state: "fading",
    sinceAgo: 600,
  },
  {
    name: "a region that did not come back with the judge",
    probers: [prober(600)],
    judgingFor: 90,
    state: "silent",
    sinceAgo: 600,
  },
  { name: "a prober that reaches nothing", probers: [prober(5, 3600, 120)], state: "offline", sinceAgo: 120 },
  {
    name: "one that reached nothing just now",
    probers: [prober(5, 3600, 30)],
    state: "fading",
    sinceAgo: 30,
  },
  {
    name: "one reaches nothing, the other is silent: lost with the later of both",
    probers: [prober(5, 3600, 300), prober(100)],
    state: "offline",
    sinceAgo: 100,
  },
];

describe("regionPresence", () => {
  it.each(cases)("$name: $state", ({ probers, judgingFor, state, sinceAgo }) => {
    const judgingSince = judgingFor === undefined ? undefined : now - judgingFor * second;
    expect(regionPresence("eu-west", probers, now, judgingSince)).toEqual({
      region: "eu-west",
      state,
      since: now - sinceAgo * second,
    });
  });
});
