/**
 * Takes reports in as fast as they come. While an environment is being judged, what arrives for it waits and is judged
 * in one go afterwards, and environments of one workspace that wait are judged together: the busier the machine, the
 * more each judgement takes in, and no backlog can grow. An environment that is locked or cannot be judged with others
 * has a lane of its own, so that it holds back nobody else. What says that all is as it was rests for a moment before it
 * is judged: in it come the answers of others, and one judgement of many costs a tenth of as many judgements.
 */
import { isQuiet, type ReportPart } from "@rollcall/services/ingest";
import { createLanes } from "../lanes.ts";

export type ReportIntake = {
  /**
   * Resolves when every part of a report is judged, and tells of each as it is; rejects when one could not be, and the rest
   * is still judged. What has not begun when `signal` aborts is let go: whoever asked will ask again.
   */
  take(parts: ReportPart[], signal: AbortSignal, onJudged?: (part: ReportPart) => void): Promise<void>;
};

/** May be asked to repeat something, alone, after it has failed. */
export type ReportJudge = {
  /** Judges observations of one environment, waiting for it if it is locked. */
  alone(part: ReportPart): Promise<void>;
  /** Judges several of one workspace in one go, and tells of each whether it was: `false` for one to be judged alone. */
  together(parts: ReportPart[]): Promise<boolean[]>;
};

/** Which parts may rest, and how long: `later` runs its work when the moment is over. */
export type Rest = { isQuiet(part: ReportPart): boolean; later(work: () => void): void };

const restMs = 2_000;
const usualRest: Rest = { isQuiet, later: (work) => void setTimeout(work, restMs) };

/** Each holds a database connection; one environment and even one workspace may be stuck in its. */
const lanesMax = { max: 6, perWorkspaceMax: 4, perPlaceMax: 1 };
/** Observations that one judgement takes in. */
const togetherMax = 2_000;
/**
 * Environments that are judged together, and their observations: enough to share the costs of a transaction, over in a
 * moment. At their own pace they have one each; those of open deploys have many, and take longer to judge.
 */
const environmentsMax = 100;
const sharedMax = 150;

type Owner = Pick<ReportPart, "workspaceId" | "environmentId">;
type Waiting = ReportPart & { signal: AbortSignal; done(): void; failed(error: unknown): void };
/** What waits for one environment; it rests until it is started. */
type Line = { owner: Owner; waiting: Waiting[]; isStarted: boolean };

/** Makes an intake that judges with `judge`. */
export function createReportIntake(judge: ReportJudge, rest: Rest = usualRest): ReportIntake {
  const lanes = createLanes(lanesMax);
  const lines = new Map<string, Line>();
  const inWork = new Set<string>();
  const letRest = createResting(rest.later, (workspaceId) => {
    for (const line of [...lines.values()])
      if (line.owner.workspaceId === workspaceId && !line.isStarted) startLine(line);
  });

  function add(part: ReportPart, signal: AbortSignal): Promise<void> {
    const owner = { workspaceId: part.workspaceId, environmentId: part.environmentId };
    const place = placeOf(owner);
    return new Promise((done, failed) => {
      const line = lines.get(place) ?? { owner, waiting: [], isStarted: inWork.has(place) };
      line.waiting.push({ ...part, signal, done, failed });
      const isNew = !lines.has(place);
      lines.set(place, line);
      if (line.isStarted) return;
      if (!rest.isQuiet(part)) startLine(line);
      else if (isNew) letRest(owner.workspaceId);
    });
  }

  function startLine(line: Line): void {
    line.isStarted = true;
    start(line.owner);
  }

  function start(owner: Owner): void {
    void runLane(owner, async () => {
      const taken = takeLines(owner);
      const [first] = taken;
      if (first === undefined) return;
      if (taken.length === 1) return judgeAlone(first);
      for (const line of await judgeTogether(taken)) void runLane(line.owner, () => judgeAlone(line));
    });
  }

  function runLane(owner: Owner, work: () => Promise<void>): Promise<void> {
    return lanes.run({ workspaceId: owner.workspaceId, place: placeOf(owner) }, work);
  }

  /** The line of `owner`, unless another lane has taken it, and such others of the workspace as fit in. */
  function takeLines(owner: Owner): Line[] {
    const own = lines.get(placeOf(owner));
    if (own === undefined || inWork.has(placeOf(owner))) return [];
    const taken = [own];
    let left = sharedMax - sizeOf(own);
    for (const [place, line] of lines) {
      if (taken.length === environmentsMax || left <= 0) break;
      const isOther = line !== own && line.owner.workspaceId === owner.workspaceId && !inWork.has(place);
      if (!isOther || sizeOf(line) > left) continue;
      taken.push(line);
      left -= sizeOf(line);
    }
    for (const line of taken) {
      lines.delete(placeOf(line.owner));
      inWork.add(placeOf(line.owner));
    }
    return taken;
  }

  /** What came for it meanwhile waits for its own turn. */
  function finish({ owner }: Line): void {
    inWork.delete(placeOf(owner));
    if (lines.has(placeOf(owner))) start(owner);
  }

  /** Gives back those that are to be judged alone. */
  async function judgeTogether(taken: Line[]): Promise<Line[]> {
    for (const line of taken) line.waiting = dropAborted(line.waiting);
    const full = taken.filter(({ waiting }) => waiting.length > 0);
    const isJudged = await judge.together(full.map(({ waiting }) => merge(waiting))).catch(() => []);
    const left = full.filter((_, i) => isJudged[i] !== true);
    for (const line of taken) {
      if (left.includes(line)) continue;
      for (const part of line.waiting) part.done();
      finish(line);
    }
    return left;
  }

  async function judgeAlone(line: Line): Promise<void> {
    for (const group of groupsOf(line.waiting)) await judgeGroup(group);
    finish(line);
  }

  async function judgeGroup(group: Waiting[]): Promise<void> {
    const parts = dropAborted(group);
    const [first] = parts;
    if (first === undefined) return;
    try {
      await judge.alone(merge(parts));
      for (const part of parts) part.done();
    } catch (error) {
      if (parts.length === 1) return first.failed(error);
      // One report that cannot be taken in must not keep the others out.
      for (const part of parts) await judgeGroup([part]);
    }
  }

  return {
    async take(parts, signal, onJudged) {
      const results = await Promise.allSettled(
        parts.map((part) => add(part, signal).then(() => onJudged?.(part))),
      );
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
    },
  };
}

/** Counts the environments of each workspace that rest; `start` is called when a moment is over or they are many. */
function createResting(later: Rest["later"], start: (workspaceId: string) => void) {
  const resting = new Map<string, number>();
  const end = (workspaceId: string) => {
    resting.delete(workspaceId);
    start(workspaceId);
  };
  return (workspaceId: string): void => {
    const count = (resting.get(workspaceId) ?? 0) + 1;
    resting.set(workspaceId, count);
    if (count === 1) later(() => end(workspaceId));
    if (count >= environmentsMax) end(workspaceId);
  };
}

/** A name for an environment that no other workspace's has. */
export function placeOf({ workspaceId, environmentId }: Owner): string {
  return `${workspaceId} ${environmentId}`;
}

function sizeOf({ waiting }: Line): number {
  return waiting.reduce((sum, { observations }) => sum + observations.length, 0);
}

function dropAborted(waiting: Waiting[]): Waiting[] {
  for (const { signal, failed } of waiting) if (signal.aborted) failed(signal.reason);
  return waiting.filter(({ signal }) => !signal.aborted);
}

/** Parts of one environment as one; there is at least one. */
function merge(parts: Waiting[]): ReportPart {
  const [{ workspaceId, environmentId } = { workspaceId: "", environmentId: "" }] = parts;
  return { workspaceId, environmentId, observations: parts.flatMap(({ observations }) => observations) };
}

function groupsOf(waiting: Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of waiting) {
    if (size + part.observations.length > togetherMax) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(part);
    size += part.observations.length;
  }
  return groups;
}
