/** Sorts out of reports what may rest: stored at once, folded with the next judgement of its environment. */
import type { Observation } from "@rollcall/domain/observation";
import { isQuiet, type ReportPart, type Rested } from "@rollcall/services/ingest";
import { createLanes } from "../lanes.ts";

export type Resting = {
  /** Stores what may rest, and gives back what is to be judged now. */
  sortOut(parts: readonly ReportPart[]): Promise<ReportPart[]>;
  /** Tells it what has been judged here. */
  noteJudged(part: ReportPart): void;
};

/** Each holds a database connection. */
const lanesMax = { max: 2, perWorkspaceMax: 2, perPlaceMax: 2 };
/** Monitors and regions that are remembered before older ones are forgotten; about 150 bytes each. */
const knownMax = 250_000;

/**
 * `store` stores parts whose environments are calm and gives back `null` for the others; `onRested` hears of each that
 * was. Only a monitor and region that were judged here with their present configuration may rest: what is new is judged
 * at once, and nobody's word is needed on whose monitor it is.
 */
export function createResting(
  store: (parts: readonly ReportPart[]) => Promise<(Rested | null)[]>,
  onRested: (part: ReportPart, rested: Rested) => void,
): Resting {
  const lanes = createLanes(lanesMax);
  const judged = createMemory(knownMax);
  const mayRest = (part: ReportPart) =>
    isQuiet(part) && part.observations.every((one) => judged.has(keyOf(one)));

  return {
    async sortOut(parts) {
      const quiet = parts.filter(mayRest);
      if (quiet.length === 0) return [...parts];
      // What cannot be stored together is judged by itself, and whoever is to blame is found there.
      const rested = await lanes
        .run({ workspaceId: "", place: "" }, () => store(quiet))
        .catch(() => quiet.map(() => null));
      const resting = new Set<ReportPart>();
      for (const [i, part] of quiet.entries()) {
        const result = rested[i] ?? null;
        if (result === null) continue;
        resting.add(part);
        onRested(part, result);
      }
      return parts.filter((part) => !resting.has(part));
    },
    noteJudged({ observations }) {
      for (const one of observations) judged.add(keyOf(one));
    },
  };
}

function keyOf({ workspaceId, environmentId, monitorId, region, configVersion }: Observation): string {
  return `${workspaceId} ${environmentId} ${monitorId} ${region} ${configVersion}`;
}

/** Holds at least the last `max` that were asked for or added, and at most twice as many. */
function createMemory(max: number) {
  let recent = new Set<string>();
  let older = new Set<string>();
  const add = (key: string) => {
    if (recent.size >= max) {
      older = recent;
      recent = new Set();
    }
    recent.add(key);
  };
  return {
    add,
    has(key: string): boolean {
      if (recent.has(key)) return true;
      if (!older.has(key)) return false;
      add(key);
      return true;
    },
  };
}
