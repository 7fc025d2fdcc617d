import { describe, expect, it } from "vitest";
import { degraded, newId, outage, stuck, trouble } from "../../test/make-incident.ts";
import { advanceIncident } from "./advance-incident.ts";
import { takeOn } from "./flap.ts";
import type { IncidentSnapshot, Trouble } from "./types.ts";

const minute = 60_000;
const advisory = trouble("outage", "warning");
const next = { ...degraded, key: "deploy:dep_b", deployId: "dep_b", title: "the next is degraded" };

/** What holds from so many minutes on, until the next says otherwise; `by` is done before it is judged. */
type Turn = {
  at: number;
  wrong?: Trouble[];
  mutedUntil?: number;
  by?: (incident: IncidentSnapshot) => Partial<IncidentSnapshot>;
};

const acknowledge = (incident: IncidentSnapshot) =>
  ({ state: "acknowledged", flap: takeOn(incident) }) as const;
const snoozeUntil = (until: number) => (incident: IncidentSnapshot) => ({
  snoozedUntil: until * minute,
  flap: takeOn(incident),
});

/** Judges every minute, and gives back what was told when. */
function play(turns: Turn[], minutes: number): string[] {
  let incident: IncidentSnapshot | null = null;
  let wrong: Trouble[] = [];
  let mutedUntil = 0;
  const told: string[] = [];
  for (let at = 0; at <= minutes; at++) {
    const turn = turns.find((turn) => turn.at === at);
    wrong = turn?.wrong ?? wrong;
    mutedUntil = turn?.mutedUntil ?? mutedUntil;
    if (turn?.by && incident !== null) incident = { ...incident, ...turn.by(incident) };
    const silence = at < mutedUntil ? { until: mutedUntil * minute, says: "muted" } : null;
    const { next, changes } = advanceIncident(incident, wrong, { now: at * minute, newId, silence });
    incident = next;
    told.push(...changes.filter(({ tell }) => tell).map(({ type }) => `${at} ${type}`));
  }
  return told;
}

describe("what was kept quiet is told once when that ends", () => {
  it.each([
    {
      name: "a rise in a mute, of what was told long before it",
      turns: [
        { at: 0, wrong: [outage] },
        { at: 20, wrong: [advisory] },
        { at: 60, mutedUntil: 80 },
        { at: 70, wrong: [outage] },
      ],
      told: ["0 opened", "80 woke"],
    },
    {
      name: "a snooze that ends in a mute, of what was told before",
      turns: [
        { at: 0, wrong: [outage] },
        { at: 1, by: snoozeUntil(60) },
        { at: 50, mutedUntil: 90 },
      ],
      told: ["0 opened", "90 woke"],
    },
    {
      name: "a snooze of what had risen again just before",
      turns: [
        { at: 0, wrong: [outage] },
        { at: 20, wrong: [advisory] },
        { at: 25, wrong: [outage] },
        { at: 26, by: snoozeUntil(60) },
      ],
      told: ["0 opened", "60 woke"],
    },
    {
      name: "a rise just after the fall, after which the next deploy is as bad",
      turns: [
        { at: 0, wrong: [degraded] },
        { at: 20, wrong: [stuck] },
        { at: 22, wrong: [degraded] },
        { at: 25, wrong: [next] },
      ],
      told: ["0 opened", "20 changed", "25 changed"],
    },
    {
      name: "a rise just after the fall, that somebody had acknowledged when it was critical",
      turns: [
        { at: 0, wrong: [outage] },
        { at: 5, by: acknowledge },
        { at: 20, wrong: [advisory] },
        { at: 22, wrong: [outage] },
      ],
      told: ["0 opened"],
    },
  ])("$name", ({ turns, told }) => {
    expect(play(turns, 120)).toEqual(told);
  });

  it.each([
    { name: "acknowledged", by: acknowledge },
    { name: "snoozed", by: snoozeUntil(119) },
  ])("what was $name as a warning is told at once when it rises", ({ by }) => {
    const turns = [
      { at: 0, wrong: [outage] },
      { at: 20, wrong: [advisory] },
      { at: 22, by },
      { at: 25, wrong: [outage] },
    ];
    expect(play(turns, 118)).toEqual(["0 opened", "25 escalated"]);
  });
});
