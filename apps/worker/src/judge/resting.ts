/** Sorts out of reports what may rest: stored at once, folded with the next judgement of its environment. */
import type { Observation } from "@rollcall/domain/observation";
import { isQuiet, type ReportPart, type Rested } from "@rollcall/services/ingest";

export type Resting = {
  /** Stores what may rest, and gives back what is to be judged now. */
  sortOut(parts: readonly ReportPart[]): Promise<ReportPart[]>;
  /** Tells it what has been judged here. */
  noteJudged(part: ReportPart): void;
};

/** Observations that are stored in one go. */
const togetherMax = 2_000;
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
  const storeInTurn = createTurns(store);
  const judged = createMemory(knownMax);
  const mayRest = (part: ReportPart) =>
    isQuiet(part) && part.observations.every((one) => judged.has(keyOf(one)));

  return {
    async sortOut(parts) {
      const quiet = parts.filter(mayRest);
      if (quiet.length === 0) return [...parts];
      // What cannot be stored together is judged by itself, and whoever is to blame is found there.
      const rested = await storeInTurn(quiet).catch(() => quiet.map(() => null));
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

type Store = Parameters<typeof createResting>[0];
type Waiting = {
  parts: readonly ReportPart[];
  done(rested: (Rested | null)[]): void;
  failed(error: unknown): void;
};

/**
 * What comes while others are stored waits and is stored together afterwards: two at once would find environments held by
 * each other, and what is held cannot rest.
 */
function createTurns(store: Store): Store {
  const waiting: Waiting[] = [];
  let isStoring = false;
  async function storeWaiting(): Promise<void> {
    isStoring = true;
    while (waiting.length > 0) await storeTogether(takeTogether(waiting));
    isStoring = false;
  }
  async function storeTogether(taken: readonly Waiting[]): Promise<void> {
    try {
      const rested = await store(taken.flatMap(({ parts }) => parts));
      let first = 0;
      for (const { parts, done } of taken) {
        done(rested.slice(first, first + parts.length));
        first += parts.length;
      }
    } catch (error) {
      for (const { failed } of taken) failed(error);
    }
  }
  return (parts) =>
    new Promise((done, failed) => {
      waiting.push({ parts, done, failed });
      if (!isStoring) void storeWaiting();
    });
}

/** As many of the first as fit in, and at least one. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  let size = 0;
  const end = waiting.findIndex(({ parts }, i) => {
    size += parts.reduce((sum, { observations }) => sum + observations.length, 0);
    return i > 0 && size > togetherMax;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
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
