/**
 * Takes reports in as fast as they come. While an environment is being judged, what arrives for it waits and is judged
 * in one go afterwards: the busier the machine, the more each judgement takes in, and no backlog can grow. Environments
 * have lanes of their own, so that one that is locked or slow holds back nobody else's.
 */
import type { ReportPart } from "@rollcall/services/ingest";
import { createLanes } from "../lanes.ts";

export type ReportIntake = {
  /**
   * Resolves when every part of a report is judged; rejects when one could not be, and the rest is still judged. What
   * has not begun when `signal` aborts is let go: whoever asked will ask again.
   */
  take(parts: ReportPart[], signal: AbortSignal): Promise<void>;
};

/** Each holds a database connection; one environment and even one workspace may be stuck in its. */
const lanesMax = { max: 6, perWorkspaceMax: 4, perPlaceMax: 1 };
/** Observations that one judgement takes in. */
const togetherMax = 2_000;

type Waiting = ReportPart & { signal: AbortSignal; done(): void; failed(error: unknown): void };

/** `record` judges observations of one environment; it may be asked to repeat some, alone, after it has failed. */
export function createReportIntake(record: (part: ReportPart) => Promise<void>): ReportIntake {
  const lanes = createLanes(lanesMax);
  const waiting = new Map<string, Waiting[]>();

  function judge(part: ReportPart, signal: AbortSignal): Promise<void> {
    const { workspaceId, environmentId } = part;
    const place = `${workspaceId} ${environmentId}`;
    return new Promise((done, failed) => {
      const line = waiting.get(place) ?? [];
      line.push({ ...part, signal, done, failed });
      if (waiting.has(place)) return;
      waiting.set(place, line);
      void lanes.run({ workspaceId, place }, () => judgeLine(place));
    });
  }

  /** What comes while this runs begins a new line, which waits for its own turn. */
  async function judgeLine(place: string): Promise<void> {
    const line = waiting.get(place) ?? [];
    waiting.delete(place);
    for (const parts of groupsOf(line)) await judgeTogether(parts);
  }

  async function judgeTogether(together: Waiting[]): Promise<void> {
    const parts = together.filter(({ signal }) => !signal.aborted);
    for (const { signal, failed } of together) if (signal.aborted) failed(signal.reason);
    const [first] = parts;
    if (first === undefined) return;
    try {
      await record({ ...ownerOf(first), observations: parts.flatMap(({ observations }) => observations) });
      for (const part of parts) part.done();
    } catch (error) {
      if (parts.length === 1) return first.failed(error);
      // One report that cannot be taken in must not keep the others out.
      for (const part of parts) await judgeTogether([part]);
    }
  }

  return {
    async take(parts, signal) {
      const results = await Promise.allSettled(parts.map((part) => judge(part, signal)));
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
    },
  };
}

function ownerOf({ workspaceId, environmentId }: ReportPart) {
  return { workspaceId, environmentId };
}

function groupsOf(line: Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of line) {
    if (size + part.observations.length > togetherMax) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(part);
    size += part.observations.length;
  }
  return groups;
}
