import { type FailureWatch, quietWatch } from "./failure-watch.ts";
import { quietRanks } from "./slowness.ts";
import type { RolloutCell, RolloutState } from "./state.ts";
import type { DeployFacts } from "./types.ts";

/**
 * Begins a new try when the started deploy was announced once more, as `progressDeadlineSeconds` begins anew with a new
 * rollout in Kubernetes: the deadline counts from there, and what was found wrong must be found again from answers since.
 * What was seen, proven and normal before stays known. Applied once per announcement, never after `live`.
 */
export function retryRollout(state: RolloutState, { retriedAt = null }: DeployFacts): RolloutState {
  if (retriedAt === null || retriedAt <= (state.retriedAt ?? 0) || state.liveAt !== null) return state;
  return {
    ...state,
    retriedAt,
    // Without a share of its own yet, this try cannot have been rolled back.
    progress: { ...state.progress, at: retriedAt, kind: "announced_again", peakShare: 0 },
    stuckAfter: null,
    cells: state.cells.map(forgiveCell),
  };
}

function forgiveCell(cell: RolloutCell): RolloutCell {
  const { quality } = cell.tally;
  const { failing, failingNew, slow, ranks } = quality;
  const forgiven = {
    failing: forgive(failing),
    failingNew: forgive(failingNew),
    slow: forgive(slow),
    ranks: { ...quietRanks, looks: ranks?.looks ?? 0 },
  };
  return { ...cell, tally: { ...cell.tally, quality: { ...quality, ...forgiven } } };
}

/** The counts of answers and looks go on, because the risk is spent over all of them. */
function forgive(watch: FailureWatch): FailureWatch {
  return { ...quietWatch, test: { ...quietWatch.test, seen: watch.test.seen }, lastAt: watch.lastAt };
}
