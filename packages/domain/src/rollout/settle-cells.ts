import type { Instant } from "../glossary.ts";
import { isAnnouncedAgain } from "./sample.ts";
import type { RolloutCell, RolloutState } from "./state.ts";
import { addToTally, type TallyRules } from "./tally.ts";
import type { DeployFacts } from "./types.ts";
import { settleTicks } from "./watermark.ts";

/** What is announced again has no time before; its first answers stand in for one. */
const reannouncedBaselineMs = 20_000;

/**
 * Lets everything below the watermark into the tallies, and drops cells that the deploy does not have any more.
 * `waitingTicks` are the instants at which time alone lets more in.
 */
export function settleCells(
  state: RolloutState,
  facts: DeployFacts,
  now: Instant,
): { state: RolloutState; waitingTicks: Instant[] } {
  const isWanted = (cell: RolloutCell) =>
    facts.monitors.some(({ id, regions }) => id === cell.monitorId && regions.includes(cell.region));
  const rules = tallyRules(facts);
  const waitingTicks: Instant[] = [];
  const cells = state.cells.filter(isWanted).map((cell) => {
    const { settled, pending, settledAt, nextAt } = settleTicks(cell.pending, cell.settledAt, state.plans, {
      now,
      lateAfterMs: facts.policy.lateAfterMs,
    });
    if (nextAt !== null) waitingTicks.push(nextAt);
    const tally = settled.reduce((t, { sample, counts }) => addToTally(t, sample, rules, counts), cell.tally);
    return { ...cell, tally, pending, settledAt };
  });
  return { state: { ...state, cells }, waitingTicks };
}

/** The risk is shared by all monitors and regions, and in each by three watches. */
function tallyRules(facts: DeployFacts): TallyRules {
  const cells = facts.monitors.reduce((sum, monitor) => sum + monitor.regions.length, 0);
  const startedAt = facts.startedAt ?? facts.announcedAt;
  return {
    policy: facts.policy,
    watchRisk: facts.policy.risk / Math.max(1, 3 * cells),
    baselineUntil: isAnnouncedAgain(facts) ? startedAt + reannouncedBaselineMs : facts.announcedAt,
  };
}
