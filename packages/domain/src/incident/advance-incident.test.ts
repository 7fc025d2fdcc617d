import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  degraded,
  incident,
  muted,
  newId,
  now,
  outage,
  stuck,
  trouble,
  waits,
} from "../../test/make-incident.ts";
import { advanceIncident } from "./advance-incident.ts";
import { backUpMs, calmMs, type Flap, steady } from "./flap.ts";
import type { IncidentSnapshot, Patience, Silence, Trouble } from "./types.ts";

/** Beginnings of an outage, so many minutes ago. */
const begun = (...minutesAgo: number[]) =>
  minutesAgo.map((minutes) => ({ key: "monitor:mon_a", at: now - minutes * 60_000 }));

describe("advanceIncident", () => {
  const cases: {
    name: string;
    current: IncidentSnapshot | null;
    troubles: Trouble[];
    carriedBy?: string;
    silence?: Silence;
    patience?: Patience;
    flapBefore?: Flap;
    changes: { type: string; tell: boolean }[];
    next: Partial<IncidentSnapshot> | null;
  }[] = [
    { name: "stays silent while nothing is wrong", current: null, troubles: [], changes: [], next: null },
    {
      name: "opens once for several troubles, named after the worst",
      current: null,
      troubles: [stuck, outage],
      changes: [{ type: "opened", tell: true }],
      next: { id: "inc_new", kind: "outage", severity: "critical", state: "open" },
    },
    {
      name: "opens a new one after a resolved one",
      current: incident("stuck", "warning", { state: "resolved" }),
      troubles: [stuck],
      changes: [{ type: "opened", tell: true }],
      next: { id: "inc_new" },
    },
    {
      name: "says nothing again while the trouble lasts, and keeps its words fresh",
      current: incident("stuck", "warning"),
      troubles: [{ ...stuck, title: "stuck at 60 %" }],
      changes: [],
      next: { id: "inc_a", title: "stuck at 60 %" },
    },
    {
      name: "tells a rise again and ends the acknowledgement and the snooze",
      current: incident("stuck", "warning", { state: "acknowledged", snoozedUntil: now + 60_000 }),
      troubles: [degraded],
      changes: [{ type: "escalated", tell: true }],
      next: { state: "open", snoozedUntil: null, severity: "critical", kind: "degraded" },
    },
    {
      name: "does not tell a rise again that was told, and fell a moment ago",
      current: incident("outage", "warning", {
        state: "acknowledged",
        told: [{ key: "monitor:mon_a", kind: "outage", severity: "critical" }],
        flap: { ...steady, fellAt: now - 60_000 },
      }),
      troubles: [outage],
      changes: [{ type: "escalated", tell: false }],
      next: { state: "acknowledged", severity: "critical", flap: { ...steady, fellAt: now - 60_000 } },
    },
    {
      name: "tells it when it is still so bad ten minutes after it fell",
      current: incident("outage", "critical", { flap: { ...steady, fellAt: now - backUpMs } }),
      troubles: [outage],
      changes: [{ type: "woke", tell: true }],
      next: { severity: "critical", flap: steady },
    },
    {
      name: "tells a rise that was told long ago, or of something else",
      current: incident("outage", "warning", {
        told: [{ key: "monitor:mon_b", kind: "outage", severity: "critical" }],
        flap: { ...steady, fellAt: now - 60_000 },
      }),
      troubles: [outage],
      changes: [{ type: "escalated", tell: true }],
      next: { severity: "critical", flap: steady },
    },
    {
      name: "tells a rise of what fell in a time that is still to come, because a clock was set back",
      current: incident("outage", "warning", {
        told: [{ key: "monitor:mon_a", kind: "outage", severity: "critical" }],
        flap: { ...steady, fellAt: now + 3_600_000 },
      }),
      troubles: [outage],
      changes: [{ type: "escalated", tell: true }],
      next: { severity: "critical", flap: steady },
    },
    {
      name: "remembers when it fell",
      current: incident("outage", "critical"),
      troubles: [trouble("outage", "warning")],
      changes: [],
      next: { severity: "warning", flap: { ...steady, fellAt: now } },
    },
    {
      name: "flaps when it opens for the third time within an hour",
      current: null,
      flapBefore: { ...steady, begun: begun(50, 20) },
      troubles: [outage],
      changes: [{ type: "opened", tell: true }],
      next: { flap: { ...steady, begun: begun(50, 20, 0), since: now } },
    },
    {
      name: "does not flap when the first of the three is longer ago, or was of something else",
      current: null,
      flapBefore: { ...steady, begun: [...begun(61, 20), { key: "drift", at: now - 1000 }] },
      troubles: [outage],
      changes: [{ type: "opened", tell: true }],
      next: { flap: { ...steady, begun: [...begun(20), { key: "drift", at: now - 1000 }, ...begun(0)] } },
    },
    {
      name: "stays open while it flaps, and counts how long it is calm",
      current: incident("outage", "critical", { flap: { ...steady, since: now - 60_000 } }),
      troubles: [],
      changes: [],
      next: { state: "open", flap: { ...steady, since: now - 60_000, calmSince: now } },
    },
    {
      name: "says nothing when it comes back while it flaps",
      current: incident("outage", "critical", { flap: { ...steady, since: now, calmSince: now - 60_000 } }),
      troubles: [outage],
      changes: [{ type: "returned", tell: false }],
      next: { flap: { ...steady, begun: begun(0), since: now, calmSince: null } },
    },
    {
      name: "tells something else that begins while it flaps",
      current: incident("outage", "critical", { flap: { ...steady, since: now, calmSince: now - 60_000 } }),
      troubles: [{ ...outage, key: "monitor:mon_b" }],
      changes: [{ type: "changed", tell: true }],
      next: {},
    },
    {
      name: "ends what flaps after a calm stretch, and tells that",
      current: incident("outage", "critical", { flap: { ...steady, since: now, calmSince: now - calmMs } }),
      troubles: [],
      changes: [{ type: "resolved", tell: true }],
      next: { state: "resolved" },
    },
    {
      name: "tells a change of kind",
      current: incident("unverifiable", "warning"),
      troubles: [stuck],
      changes: [{ type: "changed", tell: true }],
      next: { kind: "stuck" },
    },
    {
      name: "tells the same change only once, however often it goes back and forth",
      current: incident("unverifiable", "warning", {
        told: [
          { key: "deploy:dep_a", kind: "unverifiable", severity: "warning" },
          { key: "deploy:dep_a", kind: "stuck", severity: "warning" },
        ],
      }),
      troubles: [stuck],
      changes: [{ type: "changed", tell: false }],
      next: { kind: "stuck" },
    },
    {
      name: "keeps a change to the timeline while somebody is on it",
      current: incident("unverifiable", "warning", { state: "acknowledged" }),
      troubles: [stuck],
      changes: [{ type: "changed", tell: false }],
      next: { state: "acknowledged", kind: "stuck" },
    },
    {
      name: "keeps a change to the timeline while it is snoozed",
      current: incident("unverifiable", "warning", { snoozedUntil: now + 1 }),
      troubles: [stuck],
      changes: [{ type: "changed", tell: false }],
      next: {
        kind: "stuck",
        withheld: true,
        told: [{ key: "deploy:dep_a", kind: "unverifiable", severity: "warning" }],
      },
    },
    {
      name: "tells the lesser trouble that is left when the worse is over",
      current: incident("degraded", "critical"),
      troubles: [stuck],
      changes: [{ type: "changed", tell: true }],
      next: { kind: "stuck", severity: "warning" },
    },
    {
      name: "tells the recovery of what was told",
      current: incident("stuck", "warning", { state: "acknowledged" }),
      troubles: [],
      changes: [{ type: "resolved", tell: true }],
      next: { state: "resolved" },
    },
    {
      name: "tells no recovery of what was never told",
      current: incident("stuck", "warning", { told: [] }),
      troubles: [],
      changes: [{ type: "resolved", tell: false }],
      next: { state: "resolved" },
    },
    {
      name: "carries the incident over to the deploy that supersedes the stuck one",
      current: incident("stuck", "warning"),
      troubles: [],
      carriedBy: "dep_b",
      changes: [{ type: "carried", tell: false }],
      next: { state: "open", deployId: "dep_b", causes: [] },
    },
    {
      name: "goes on quietly while the deploy that carries it is under way",
      current: incident("stuck", "warning", { deployId: "dep_b" }),
      troubles: [],
      carriedBy: "dep_b",
      changes: [],
      next: { state: "open", deployId: "dep_b" },
    },
    {
      name: "tells that the deploy it was carried over to is stuck as well",
      current: incident("stuck", "warning", { deployId: "dep_b" }),
      troubles: [{ ...stuck, key: "deploy:dep_b", deployId: "dep_b", title: "the next is stuck" }],
      changes: [{ type: "changed", tell: true }],
      next: { title: "the next is stuck" },
    },
    {
      name: "notes that once, while somebody is on it",
      current: incident("stuck", "warning", {
        deployId: "dep_b",
        state: "acknowledged",
        title: "the next is stuck",
      }),
      troubles: [{ ...stuck, key: "deploy:dep_b", deployId: "dep_b", title: "the next is stuck" }],
      changes: [],
      next: { state: "acknowledged" },
    },
    {
      name: "does not carry an outage",
      current: incident("outage", "critical"),
      troubles: [],
      carriedBy: "dep_b",
      changes: [{ type: "resolved", tell: true }],
      next: { state: "resolved" },
    },
    {
      name: "tells the others when nobody has acknowledged it for long enough",
      current: incident("stuck", "warning"),
      troubles: [stuck],
      patience: waits([1, 2]),
      changes: [{ type: "unanswered", tell: true }],
      next: { escalatedMinutes: 1 },
    },
    {
      name: "tells the others once",
      current: incident("stuck", "warning", { escalatedMinutes: 1 }),
      troubles: [stuck],
      patience: waits([1, 2]),
      changes: [],
      next: { escalatedMinutes: 1 },
    },
    {
      name: "tells all of the others who have waited long enough together",
      current: incident("stuck", "warning", { alarmedAt: now - 600_000 }),
      troubles: [stuck],
      patience: waits([5, 1, 20]),
      changes: [{ type: "unanswered", tell: true }],
      next: { escalatedMinutes: 5 },
    },
    {
      name: "tells the others nothing while somebody is on it",
      current: incident("stuck", "warning", { state: "acknowledged" }),
      troubles: [stuck],
      patience: waits([1], 1),
      changes: [],
      next: { escalatedMinutes: 0 },
    },
    {
      name: "lets everybody wait anew after a rise",
      current: incident("stuck", "warning", { escalatedMinutes: 1 }),
      troubles: [degraded],
      patience: waits([1]),
      changes: [{ type: "escalated", tell: true }],
      next: { escalatedMinutes: 0, alarmedAt: now, toldAt: now },
    },
    {
      name: "reminds of a critical that goes on unacknowledged",
      current: incident("degraded", "critical"),
      troubles: [degraded],
      patience: waits([], 1),
      changes: [{ type: "reminded", tell: true }],
      next: { toldAt: now },
    },
    {
      name: "does not remind too early",
      current: incident("degraded", "critical", { toldAt: now - 59_999 }),
      troubles: [degraded],
      patience: waits([], 1),
      changes: [],
      next: { toldAt: now - 59_999 },
    },
    {
      name: "does not remind of a warning unless that is wanted",
      current: incident("stuck", "warning", { toldAt: 0 }),
      troubles: [stuck],
      patience: waits([], 1),
      changes: [],
      next: { toldAt: 0 },
    },
    {
      name: "does not remind while its service is muted",
      current: incident("degraded", "critical", { toldAt: 0 }),
      troubles: [degraded],
      silence: muted,
      patience: waits([1], 1),
      changes: [],
      next: { toldAt: 0 },
    },
    {
      name: "reminds of nothing that was never told",
      current: incident("degraded", "critical", { toldAt: 0, told: [] }),
      troubles: [degraded],
      patience: waits([1], 1),
      changes: [],
      next: { toldAt: 0 },
    },
    {
      name: "wakes when its snooze is over, whoever had acknowledged it",
      current: incident("stuck", "warning", { state: "acknowledged", snoozedUntil: now }),
      troubles: [stuck],
      changes: [{ type: "woke", tell: true }],
      next: { state: "open", snoozedUntil: null },
    },
    {
      name: "does not wake a moment too early",
      current: incident("stuck", "warning", { snoozedUntil: now + 1 }),
      troubles: [stuck],
      changes: [],
      next: { snoozedUntil: now + 1 },
    },
    {
      name: "opens silently while its service is muted",
      current: null,
      troubles: [stuck],
      silence: muted,
      changes: [{ type: "opened", tell: false }],
      next: { told: [], withheld: true },
    },
    {
      name: "tells what was withheld once the mute, or a snooze that somebody ended, is over",
      current: incident("stuck", "warning", { told: [], withheld: true }),
      troubles: [stuck],
      changes: [{ type: "woke", tell: true }],
      next: { told: [{ key: "deploy:dep_a", kind: "stuck", severity: "warning" }], withheld: false },
    },
    {
      name: "tells nothing after the mute when only what was told before is left",
      current: incident("stuck", "warning", { withheld: true }),
      troubles: [stuck],
      changes: [],
      next: { withheld: true },
    },
    {
      name: "leaves whoever has acknowledged it in peace when the mute ends",
      current: incident("stuck", "warning", { state: "acknowledged", told: [], withheld: true }),
      troubles: [stuck],
      changes: [],
      next: { state: "acknowledged" },
    },
    {
      name: "withholds a rise while its service is muted, and ends the acknowledgement",
      current: incident("stuck", "warning", { state: "acknowledged" }),
      troubles: [degraded],
      silence: muted,
      changes: [{ type: "escalated", tell: false }],
      next: { state: "open", severity: "critical", withheld: true },
    },
    {
      name: "tells the recovery of what was told before the mute",
      current: incident("stuck", "warning"),
      troubles: [],
      silence: muted,
      changes: [{ type: "resolved", tell: true }],
      next: { state: "resolved" },
    },
    {
      name: "lets a snooze that ends in a mute wake with the end of the mute",
      current: incident("stuck", "warning", { snoozedUntil: now }),
      troubles: [stuck],
      silence: muted,
      changes: [],
      next: { snoozedUntil: now },
    },
    {
      name: "tells that the next deploy is stuck too",
      current: incident("stuck", "warning", { deployId: "dep_a" }),
      troubles: [{ ...stuck, key: "deploy:dep_b", deployId: "dep_b" }],
      changes: [{ type: "changed", tell: true }],
      next: { deployId: "dep_b" },
    },
  ];
  it.each(cases)(
    "$name",
    ({ current, troubles, carriedBy, silence, patience, flapBefore, changes, next }) => {
      const scene = { now, newId, carriedBy, silence, patience, flapBefore };
      const advance = advanceIncident(current, troubles, scene);
      expect(advance.changes.map(({ type, tell }) => ({ type, tell }))).toEqual(changes);
      if (next === null) expect(advance.next).toBeNull();
      else expect(advance.next).toMatchObject(next);
    },
  );

  it("over any history: opens before it resolves, and tells one recovery for what was told", () => {
    const any = fc.constantFrom(stuck, degraded, outage, trouble("drift", "warning"));
    const step = fc.record({ troubles: fc.array(any, { maxLength: 3 }), acknowledge: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let current: IncidentSnapshot | null = null;
        const said: string[] = [];
        for (const [i, { troubles, acknowledge }] of steps.entries()) {
          const advance = advanceIncident(current, troubles, { now: now + i, newId: () => `inc_${i}` });
          said.push(...advance.changes.filter((change) => change.tell).map((change) => change.type));
          expect(isOpen(advance.next)).toBe(troubles.length > 0);
          current =
            acknowledge && isOpen(advance.next) ? { ...advance.next, state: "acknowledged" } : advance.next;
        }
        expect(said.join(" ")).toMatch(/^(opened( (changed|escalated))*( resolved( |$)|$))*$/);
      }),
    );
  });

  it("answers the same when it is asked again after a restart", () => {
    const first = advanceIncident(null, [stuck], { now, newId });
    const again = advanceIncident(structuredClone(first.next), [stuck], { now: now + 1, newId });
    expect(again).toEqual({ next: first.next, changes: [] });
  });
});

function isOpen(incident: IncidentSnapshot | null): incident is IncidentSnapshot {
  return incident !== null && incident.state !== "resolved";
}
