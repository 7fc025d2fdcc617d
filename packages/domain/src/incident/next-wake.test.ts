import { describe, expect, it } from "vitest";
import { calmMs, steady } from "./flap.ts";
import { nextWake } from "./next-wake.ts";
import type { IncidentSnapshot } from "./types.ts";

const minute = 60_000;
const now = 100 * minute;
const incident: IncidentSnapshot = {
  id: "inc_a",
  state: "open",
  kind: "outage",
  severity: "critical",
  title: "down",
  openedAt: now,
  snoozedUntil: null,
  withheld: false,
  alarmedAt: now,
  toldAt: now,
  escalatedMinutes: 0,
  deployId: null,
  causes: [],
  flap: steady,
  told: [{ key: "monitor:mon_a", kind: "outage", severity: "critical" }],
};
const silence = { until: now + 2 * minute, says: "muted" };
const patience = { remindEveryMinutes: { critical: 240, warning: null }, escalateAfterMinutes: [15, 5] };

describe("nextWake", () => {
  it.each([
    { name: "never by itself while nobody keeps it quiet", more: {}, scene: {}, minutes: null },
    { name: "when its snooze ends", more: { snoozedUntil: now + minute }, scene: {}, minutes: 1 },
    { name: "when its silence ends", more: {}, scene: { silence }, minutes: 2 },
    { name: "at whichever ends first", more: { snoozedUntil: now + minute }, scene: { silence }, minutes: 1 },
    {
      name: "when what flaps has been calm for long",
      more: { flap: { ...steady, since: now, calmSince: now - minute } },
      scene: {},
      minutes: calmMs / minute - 1,
    },
    { name: "when the first of the others is to be told", more: {}, scene: { patience }, minutes: 5 },
    { name: "when the next of them is", more: { escalatedMinutes: 5 }, scene: { patience }, minutes: 15 },
    { name: "when a reminder is due", more: { escalatedMinutes: 15 }, scene: { patience }, minutes: 240 },
    {
      name: "never again for a warning",
      more: { escalatedMinutes: 15, severity: "warning" as const },
      scene: { patience },
      minutes: null,
    },
    {
      name: "never while somebody is on it",
      more: { state: "acknowledged" as const },
      scene: { patience },
      minutes: null,
    },
    { name: "never while nobody was told of it", more: { told: [] }, scene: { patience }, minutes: null },
    {
      name: "when what was only noted may be all that is left",
      more: { told: [{ ...incident.told[0]!, isNoted: true as const }] },
      scene: {},
      minutes: 10,
    },
    { name: "not at what has passed", more: { snoozedUntil: now - 1 }, scene: {}, minutes: null },
    {
      name: "never once it is over",
      more: { state: "resolved" as const },
      scene: { patience, silence },
      minutes: null,
    },
  ])("$name", ({ more, scene, minutes }) => {
    const expected = minutes === null ? null : now + minutes * minute;
    expect(nextWake({ ...incident, ...more }, { now, ...scene })).toBe(expected);
  });
});
