import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outage } from "../../test/make-incident.ts";
import type { IncidentKind, Severity } from "../glossary.ts";
import { advanceIncident } from "./advance-incident.ts";
import type { Flap } from "./flap.ts";
import type { IncidentChange, IncidentSnapshot, Patience, Trouble } from "./types.ts";

const start = 1_000_000;

/** Whatever may be wrong at once: two deploys, a monitor, a version that nobody announced. */
const trouble: fc.Arbitrary<Trouble> = fc
  .record({
    key: fc.constantFrom("deploy:dep_a", "deploy:dep_b", "monitor:mon_a", "drift"),
    kind: fc.constantFrom<IncidentKind>(
      "stuck",
      "degraded",
      "old_returned",
      "unverifiable",
      "outage",
      "drift",
    ),
    severity: fc.constantFrom<Severity>("warning", "critical"),
    since: fc.integer({ min: 0, max: start }),
  })
  .map(({ key, ...rest }) => ({
    ...rest,
    key,
    title: `${key} is wrong`,
    impact: "Users are served",
    deployId: key.startsWith("deploy:") ? key.slice("deploy:".length) : null,
    monitorId: key.startsWith("monitor:") ? key.slice("monitor:".length) : null,
    causes: [],
  }));

/** Seconds pass in these histories: two of them without acknowledgement are enough for the first of the others. */
const patience: Patience = {
  remindEveryMinutes: { critical: 1 / 15, warning: null },
  escalateAfterMinutes: [1 / 30, 1 / 10],
};

const step = fc.record({
  troubles: fc.uniqueArray(trouble, { maxLength: 3, selector: ({ key }) => key }),
  carriedBy: fc.constantFrom(null, null, "dep_b"),
  silence: fc.constantFrom(null, null, { until: Number.MAX_SAFE_INTEGER, says: "muted" }),
  by: fc.constantFrom("nobody", "nobody", "acknowledge", "snooze"),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Moment = Pick<Step, "troubles" | "carriedBy" | "silence"> & {
  now: number;
  before: IncidentSnapshot | null;
  changes: IncidentChange[];
  /** As the judgement left it, before anybody did anything. */
  after: IncidentSnapshot | null;
};

/** Every judgement of a history, each from what the one before has stored, with what people do in between. */
function play(steps: readonly Step[], arrange = (troubles: Trouble[]) => troubles): Moment[] {
  let current: IncidentSnapshot | null = null;
  let flapBefore: Flap | null = null;
  return steps.map(({ troubles, carriedBy, by, silence }, i) => {
    const before = JSON.parse(JSON.stringify(current)) as IncidentSnapshot | null;
    const now = start + i * 1000;
    const { next, changes } = advanceIncident(before, arrange(troubles), {
      now,
      newId: () => `inc_${i}`,
      carriedBy,
      silence,
      patience,
      flapBefore,
    });
    current = next;
    flapBefore = next?.flap ?? flapBefore;
    if (next !== null && next.state === "open" && by === "acknowledge")
      current = { ...next, state: "acknowledged" };
    if (next !== null && next.state === "open" && by === "snooze")
      current = { ...next, snoozedUntil: now + 2500 };
    return { now, before, troubles, carriedBy, silence, changes, after: next };
  });
}

const wasToldAndFell = ({ flap, told }: IncidentSnapshot) =>
  flap.fellAt !== null && told.some(({ severity }) => severity === "critical");
const isOpen = (incident: IncidentSnapshot | null) => incident !== null && incident.state !== "resolved";
const holds = (check: (steps: Step[]) => void) =>
  fc.assert(fc.property(fc.array(step, { maxLength: 25 }), check));

describe("over any history of an environment", () => {
  it("nobody is alarmed unless something is wrong now, and by that", () =>
    holds((steps) => {
      for (const { troubles, changes } of play(steps)) {
        const alarms = changes.filter((change) => "trouble" in change);
        for (const alarm of alarms) expect(troubles).toContainEqual(alarm.trouble);
        const isNoAlarm = new Set(["resolved", "widened"]);
        expect(changes.filter(({ type, tell }) => tell && !isNoAlarm.has(type))).toEqual(
          alarms.filter(({ tell }) => tell),
        );
      }
    }));

  it("at most one incident is open, and each is resolved once, after it was opened", () =>
    holds((steps) => {
      for (const { before, troubles, changes } of play(steps)) {
        const types = changes.map(({ type }) => type).filter((type) => type !== "widened");
        expect(types.length).toBeLessThanOrEqual(1);
        expect(types.includes("opened")).toBe(!isOpen(before) && troubles.length > 0);
        if (types.includes("resolved")) expect(isOpen(before) && troubles.length === 0).toBe(true);
      }
    }));

  it("a recovery is told to those who were told of the problem, and to nobody else", () =>
    holds((steps) => {
      let wasTold = false;
      for (const { changes } of play(steps)) {
        for (const { type, tell } of changes) {
          if (type === "resolved") expect(tell).toBe(wasTold);
          wasTold = type !== "resolved" && (wasTold || tell);
        }
      }
    }));

  it("it does not matter in which order the judgements hand in what is wrong", () =>
    holds((steps) => {
      const told = (moments: Moment[]) => moments.map(({ changes }) => changes);
      expect(told(play(steps, (troubles) => troubles.toReversed()))).toEqual(told(play(steps)));
    }));

  it("a rise is told unless the service is muted or it was told and fell just now, and ends an acknowledgement", () =>
    holds((steps) => {
      const isRise = ({ before, troubles }: Moment) =>
        before?.severity === "warning" && troubles.some(({ severity }) => severity === "critical");
      for (const { before, silence, changes, after } of play(steps).filter(isRise)) {
        if (before === null || !isOpen(before)) continue;
        const isQuiet = silence !== null || wasToldAndFell(before);
        if (!isQuiet) expect(changes).toMatchObject([{ type: "escalated", tell: true }]);
        expect(changes[0]?.type).toBe("escalated");
        if (wasToldAndFell(before)) continue;
        expect(after).toMatchObject({ state: "open", severity: "critical", snoozedUntil: null });
      }
    }));

  it("a deploy that takes over from a bad one resolves nothing while it is under way", () =>
    holds((steps) => {
      for (const { before, troubles, carriedBy, changes, after } of play(steps)) {
        if (!isOpen(before) || before?.kind === "outage" || troubles.length > 0 || carriedBy === null)
          continue;
        expect(changes.filter(({ tell }) => tell)).toEqual([]);
        expect(after).toMatchObject({ id: before?.id, state: before?.state, deployId: carriedBy });
      }
    }));

  it("each monitor that is down is told of once in an incident, in the alarm or beside it, and only while it is down", () =>
    holds((steps) => {
      const known = new Set<string>();
      for (const { before, troubles, changes, after } of play(steps)) {
        if (!isOpen(before)) known.clear();
        for (const { key, severity } of changes.flatMap((change) =>
          change.type === "widened" ? change.troubles : [],
        )) {
          expect(troubles).toContainEqual(expect.objectContaining({ key, kind: "outage", severity }));
          expect(known).not.toContain(`${key} ${severity}`);
          known.add(`${key} ${severity}`);
        }
        if (after === null || !changes.some(({ tell, type }) => tell && type !== "resolved")) continue;
        const down = troubles.filter(({ kind, monitorId }) => kind === "outage" && monitorId !== null);
        for (const { key } of down) expect(after.told.map((told) => told.key)).toContain(key);
      }
    }));

  it("the same judgement again, as after a restart, changes and tells nothing", () =>
    holds((steps) => {
      for (const { troubles, carriedBy, silence, now, after } of play(steps)) {
        if (!isOpen(after)) continue;
        const again = advanceIncident(after, troubles, {
          now,
          newId: () => "inc_again",
          carriedBy,
          silence,
        });
        expect(again).toEqual({ next: after, changes: [] });
      }
    }));

  it("while a service is muted nobody hears of it but of the end of what was told before", () =>
    holds((steps) => {
      for (const { silence, changes } of play(steps))
        if (silence !== null)
          expect(changes.filter(({ type, tell }) => tell && type !== "resolved")).toEqual([]);
    }));

  it("what is wrong when a mute or a snooze ends has been told by the next judgement, unless somebody is on it", () =>
    holds((steps) => {
      for (const { troubles, silence, after } of play(steps)) {
        if (troubles.length === 0 || silence !== null) continue;
        if (after?.state !== "open" || after.snoozedUntil !== null) continue;
        expect(after.told.length).toBeGreaterThan(0);
      }
    }));

  it("what comes and goes is told three times at most, and its end twice, until it has been calm", () => {
    const down = { troubles: [outage], carriedBy: null, silence: null, by: "nobody" as const };
    const up = { ...down, troubles: [] };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(down, up), { maxLength: 200 }), (steps) => {
        const told = play(steps).flatMap(({ changes }) => changes.filter(({ tell }) => tell));
        const count = (type: string) => told.filter((change) => change.type === type).length;
        expect(count("opened")).toBeLessThanOrEqual(3);
        expect(count("resolved")).toBeLessThanOrEqual(2);
      }),
      { seed: 5 },
    );
  });

  it("nobody is reminded, and nobody else told, of what somebody is on or what was not told", () =>
    holds((steps) => {
      for (const { before, silence, changes } of play(steps)) {
        if (!changes.some(({ type }) => type === "reminded" || type === "unanswered")) continue;
        expect(silence).toBeNull();
        expect(before).toMatchObject({ state: "open", snoozedUntil: null });
        expect(before?.told.length).toBeGreaterThan(0);
      }
    }));
});
