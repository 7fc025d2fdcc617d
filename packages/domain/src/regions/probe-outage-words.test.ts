import { describe, expect, it } from "vitest";
import { describeProbeOutage } from "./probe-outage-words.ts";
import type { LostRegion, ProbeOutageChange } from "./types.ts";

const now = Date.UTC(2026, 10, 22, 12, 5, 30);
const lost = (region: string, how: LostRegion["how"] = "silent"): LostRegion => ({
  region,
  how,
  since: now - 90_000,
});
const back = (region: string, isRemoved = false) => ({ ...lost(region), isRemoved });

const cases: { name: string; change: ProbeOutageChange; impact: string; summary: string }[] = [
  {
    name: "one region of three",
    change: { type: "lost", regions: [lost("eu-west")], present: ["us-east", "ap-south"] },
    impact: "Verdicts wait in eu-west; the other 2 regions go on. This says nothing about your services",
    summary:
      "eu-west has had no prober since 12:04 UTC (1 min 30 s). A lost region is left out of every quorum; rollouts wait for it.",
  },
  {
    name: "a region without a connection",
    change: { type: "lost", regions: [lost("eu-west", "offline")], present: ["us-east"] },
    impact: "Verdicts wait in eu-west; us-east goes on. This says nothing about your services",
    summary:
      "eu-west has had no connection of its own since 12:04 UTC (1 min 30 s). A lost region is left out of every quorum; rollouts wait for it.",
  },
  {
    name: "every region",
    change: { type: "lost", regions: [lost("eu-west"), lost("us-east")], present: [] },
    impact: "Nothing is being checked: no region is left to probe from. Verdicts wait, users may be well",
    summary:
      "eu-west has had no prober since 12:04 UTC (1 min 30 s). us-east has had no prober since 12:04 UTC (1 min 30 s). Until one returns, a problem of a service would go unnoticed.",
  },
  {
    name: "all back",
    change: { type: "back", regions: [back("eu-west"), back("us-east")], stillLost: [] },
    impact: "eu-west and us-east are probed from again",
    summary: "eu-west was lost for 1 min 30 s. us-east was lost for 1 min 30 s.",
  },
  {
    name: "one back, one not",
    change: { type: "back", regions: [back("eu-west")], stillLost: [lost("us-east")] },
    impact: "eu-west is probed from again; us-east still is not",
    summary: "eu-west was lost for 1 min 30 s.",
  },
  {
    name: "taken away",
    change: { type: "back", regions: [back("eu-west", true)], stillLost: [] },
    impact: "Nothing waits for eu-west any more",
    summary: "eu-west was taken away: nothing is probed from there.",
  },
];

describe("describeProbeOutage", () => {
  it.each(cases)("$name", ({ change, impact, summary }) => {
    expect(describeProbeOutage(change, now)).toEqual({ impact, summary });
  });
});
