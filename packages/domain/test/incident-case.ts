import { expect } from "vitest";
import { advanceIncident } from "../src/incident/advance-incident.ts";
import type { Flap } from "../src/incident/flap.ts";
import type { IncidentSnapshot, Patience, Silence, Trouble } from "../src/incident/types.ts";
import { newId, now } from "./make-incident.ts";

/** One judgement of an incident: what is wrong, what changes and is told, and what of the incident is different then. */
export type IncidentCase = {
  name: string;
  current: IncidentSnapshot | null;
  troubles: Trouble[];
  carriedBy?: string;
  silence?: Silence;
  patience?: Patience;
  flapBefore?: Flap;
  changes: { type: string; tell: boolean }[];
  next: Partial<IncidentSnapshot> | null;
};

/** Judges a case at `now` and holds it against what it expects. */
export function expectAdvance({ current, troubles, changes, next, ...given }: IncidentCase): void {
  const { carriedBy, silence, patience, flapBefore } = given;
  const advance = advanceIncident(current, troubles, {
    now,
    newId,
    carriedBy,
    silence,
    patience,
    flapBefore,
  });
  expect(advance.changes.map(({ type, tell }) => ({ type, tell }))).toEqual(changes);
  if (next === null) expect(advance.next).toBeNull();
  else expect(advance.next).toMatchObject(next);
}
