import type { House } from "./house.ts";
import type { Medium } from "./receivers.ts";
import { openRollout, type Rollout } from "./rollout.ts";

/**
 * A fault, and what holds while it lasts and afterwards. Whatever it says, this is promised of every fault: what was
 * about to be told is told, once by every medium, what was about to end is told to have ended, and no program gives up.
 */
export type FaultCase = {
  name: string;
  promised: string;
  /**
   * Brings the fault about and ends it. It begins some seconds before the rollout's deadline; another rollout has just
   * been completed. Gives back what happened besides, if anything.
   */
  inject(house: House, rollout: Rollout): Promise<string | undefined>;
  /** Where a message may be in the receiver's hands without our record: it may come once more, with its id. */
  mayRepeat?: Medium[];
};

/** What came of a fault: `happened` is for people to read, `mistakes` is empty when everything held. */
export type FaultResult = { name: string; happened: string; mistakes: string[] };

/**
 * Plays faults one after the other in a house. Each finds one rollout about to be stuck and one about to recover; the
 * stuck one recovers during the next. The last result is of all of them together.
 */
export async function playFaults(house: House, cases: readonly FaultCase[]): Promise<FaultResult[]> {
  const rollouts = [await openRollout(house, "calm")];
  const results: FaultResult[] = [];
  const open = (index: number) => openRollout(house, serviceOf(cases[index]?.name ?? "calm-again"));
  let next = await open(0);
  await rollouts[0]?.letDeadlinePass();
  await rollouts[0]?.untilTold("stuck");
  for (const [index, fault] of cases.entries()) {
    const [former, rollout] = [rollouts.at(-1), next];
    rollouts.push(rollout);
    if (index + 1 < cases.length) next = await open(index + 1);
    results.push(await playFault(house, fault, rollout, former));
  }
  rollouts.at(-1)?.complete();
  const late = await Promise.allSettled(rollouts.map((rollout) => rollout.untilTold("recovered")));
  for (const [index, result] of results.entries()) {
    const [before, own] = [rollouts[index], rollouts[index + 1]];
    const { mayRepeat } = cases[index] ?? {};
    result.mistakes.push(
      ...(own?.mistakes("stuck", mayRepeat) ?? []),
      ...(before?.mistakes("recovered", mayRepeat) ?? []),
      ...((await own?.mistakesInLedger()) ?? []),
    );
  }
  results.push({
    name: everything,
    happened: "",
    mistakes: late.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : [])),
  });
  return results;
}

/** The name of the result about all rollouts of a house. */
export const everything = "and in the end all have recovered";

async function playFault(
  house: House,
  fault: FaultCase,
  rollout: Rollout,
  former: Rollout | undefined,
): Promise<FaultResult> {
  const { name } = fault;
  try {
    await rollout.letDeadlinePass();
    former?.complete();
    const besides = await fault.inject(house, rollout);
    const healedAt = Date.now();
    await rollout.untilTold("stuck");
    const afterMs = rollout.toldAt("stuck") - healedAt;
    const when = afterMs <= 0 ? "while it lasted" : `${Math.ceil(afterMs / 1000)} s after its end`;
    const happened = [`the alert came ${when}`, besides].filter(Boolean).join("; ");
    return { name, happened, mistakes: house.deserters() };
  } catch (error) {
    return { name, happened: "", mistakes: [String(error), ...house.deserters()] };
  }
}

function serviceOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
