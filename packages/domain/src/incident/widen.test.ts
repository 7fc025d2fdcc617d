import { describe, it } from "vitest";
import { expectAdvance, type IncidentCase } from "../../test/incident-case.ts";
import { incident, muted, now, trouble, waits } from "../../test/make-incident.ts";

const monitorDown = (monitorId: string, change: Parameters<typeof trouble>[2] = {}) =>
  trouble("outage", "critical", { key: `monitor:${monitorId}`, monitorId, ...change });
const [first, second] = [monitorDown("mon_a"), monitorDown("mon_b", { since: now })];
const toldOf = (...troubles: (typeof first)[]) =>
  troubles.map(({ key, kind, severity }) => ({ key, kind, severity }));
const notedOf = (told: typeof first) => toldOf(told).map((one) => ({ ...one, isNoted: true as const }));
const noted = [...toldOf(first), ...notedOf(second)];
const minute = 60_000;
const outage = (change: Partial<ReturnType<typeof incident>> = {}) =>
  incident("outage", "critical", { told: toldOf(first), ...change });

describe("another monitor that goes down while an incident is open", () => {
  const cases: IncidentCase[] = [
    {
      name: "is noted where the problem was told, and alarms nobody",
      current: outage(),
      troubles: [first, second],
      changes: [{ type: "widened", tell: true }],
      next: { state: "open", toldAt: now - minute, told: noted },
    },
    {
      name: "is noted once, however often it comes and goes",
      current: outage({ told: noted }),
      troubles: [first, second],
      changes: [],
      next: { told: noted },
    },
    {
      name: "is told to all, also where nobody is told of notes, when it is what is left ten minutes later",
      current: outage({ told: noted, toldAt: now - 10 * minute }),
      troubles: [second],
      changes: [{ type: "changed", tell: true }],
      next: { toldAt: now, told: toldOf(first, second) },
    },
    {
      name: "is told to all once, and where many recover one by one none is an alarm of its own",
      current: outage({ told: noted, toldAt: now - 10 * minute + 1 }),
      troubles: [second],
      changes: [],
      next: { told: noted },
    },
    {
      name: "is left to whoever is on it",
      current: outage({ told: noted, toldAt: now - 10 * minute, state: "acknowledged" }),
      troubles: [second],
      changes: [],
      next: { told: noted },
    },
    {
      name: "is told to all with a reminder of the problem that names it, and then no more by itself",
      current: outage({ told: noted, toldAt: now - 30 * minute, alarmedAt: now - 30 * minute }),
      troubles: [first, second],
      patience: waits([], 30),
      changes: [{ type: "reminded", tell: true }],
      next: { told: toldOf(first, second) },
    },
    {
      name: "is noted when the first is up again at that moment",
      current: outage(),
      troubles: [second],
      changes: [{ type: "widened", tell: true }],
      next: { kind: "outage" },
    },
    {
      name: "is noted, and ends no acknowledgement, while somebody is on it",
      current: outage({ state: "acknowledged" }),
      troubles: [first, second],
      changes: [{ type: "widened", tell: true }],
      next: { state: "acknowledged" },
    },
    {
      name: "waits for the end of a mute",
      current: outage(),
      troubles: [first, second],
      silence: muted,
      changes: [],
      next: { told: toldOf(first) },
    },
    {
      name: "is told with the problem at the end of a snooze",
      current: outage({ snoozedUntil: now }),
      troubles: [first, second],
      changes: [{ type: "woke", tell: true }],
      next: { told: toldOf(first, second) },
    },
    {
      name: "is told with the problem when both begin together",
      current: null,
      troubles: [first, second],
      changes: [{ type: "opened", tell: true }],
      next: { told: toldOf(first, second) },
    },
    {
      name: "is noted again when it was failing from one region alone before",
      current: outage({ told: toldOf(first, { ...second, severity: "warning" }) }),
      troubles: [first, second],
      changes: [{ type: "widened", tell: true }],
      next: {},
    },
    {
      name: "is a rise, told anew, in an incident that was a warning",
      current: incident("stuck", "warning"),
      troubles: [trouble("stuck", "warning"), first],
      changes: [{ type: "escalated", tell: true }],
      next: { severity: "critical" },
    },
  ];
  it.each(cases)("$name", expectAdvance);
});
