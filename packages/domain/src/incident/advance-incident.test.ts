import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectAdvance, type IncidentCase } from "../../test/incident-case.ts";
import { degraded, incident, newId, now, outage, stuck, trouble } from "../../test/make-incident.ts";
import { advanceIncident } from "./advance-incident.ts";
import type { IncidentSnapshot } from "./types.ts";

describe("advanceIncident", () => {
  const cases: IncidentCase[] = [
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
      name: "tells that the next deploy is stuck too",
      current: incident("stuck", "warning", { deployId: "dep_a" }),
      troubles: [{ ...stuck, key: "deploy:dep_b", deployId: "dep_b" }],
      changes: [{ type: "changed", tell: true }],
      next: { deployId: "dep_b" },
    },
  ];
  it.each(cases)("$name", expectAdvance);

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
