import { describe, it } from "vitest";
import { expectAdvance, type IncidentCase } from "../../test/incident-case.ts";
import { incident, now, outage, trouble } from "../../test/make-incident.ts";
import { backUpMs, calmMs, steady } from "./flap.ts";

/** Beginnings of an outage, so many minutes ago. */
const begun = (...minutesAgo: number[]) =>
  minutesAgo.map((minutes) => ({ key: "monitor:mon_a", at: now - minutes * 60_000 }));

const cases: IncidentCase[] = [
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
];

describe("an incident that comes and goes", () => {
  it.each(cases)("$name", expectAdvance);
});
