import { waitUntil } from "@rollcall/testing/wait-until";
import type { House } from "./house.ts";
import { patience } from "./patience.ts";
import type { Medium } from "./receivers.ts";
import { openRollout, type Rollout } from "./rollout.ts";

/**
 * A fault, and what holds while it lasts and afterwards. Whatever it says, this is promised of every fault: what was
 * about to be told is told, once by every medium, what was about to end is told to have ended, and no program gives up.
 */
export type FaultCase = {
  name: string;
  promised: string;
  /** The one queue on which it is played as a rule; both when not given. */
  usualQueue?: QueueStore;
  /** It is a fault of Redis. */
  needsRedis?: boolean;
  /**
   * Brings the fault about and ends it. It begins some seconds before the rollout's deadline; the rollout before it has
   * just been completed. Gives back what happened besides, if anything.
   */
  inject(house: House, rollout: Rollout, former: Rollout): Promise<string | undefined>;
  /** Where a message may be in the receiver's hands without our record: it may come once more, with its id. */
  mayRepeat?: Medium[];
};

export type QueueStore = "PostgreSQL" | "Redis";

/** What came of a fault: `happened` is for people to read, `mistakes` is empty when everything held. */
export type FaultResult = { name: string; happened: string; mistakes: string[] };

/**
 * Plays faults one after the other in a house. Each finds one rollout about to be stuck and one about to recover; the
 * stuck one recovers during the next. The last result is of all of them together.
 */
export async function playFaults(house: House, cases: readonly FaultCase[]): Promise<FaultResult[]> {
  const calm = await openRollout(house, "calm");
  const rollouts = [calm];
  const results: FaultResult[] = [];
  const open = (index: number) => openRollout(house, serviceOf(cases[index]?.name ?? "calm-again"));
  let next = await open(0);
  await calm.letDeadlinePass();
  await calm.untilTold("stuck");
  for (const [index, fault] of cases.entries()) {
    const [former, rollout] = [rollouts.at(-1) ?? calm, next];
    rollouts.push(rollout);
    if (index + 1 < cases.length) next = await open(index + 1);
    const beganAt = Date.now();
    results.push(await playFault(house, fault, rollout, former));
    process.stdout.write(`${Math.round((Date.now() - beganAt) / 1000)} s: ${fault.name}\n`);
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
  former: Rollout,
): Promise<FaultResult> {
  const { name } = fault;
  try {
    await rollout.letDeadlinePass();
    former.complete();
    const besides = await fault.inject(house, rollout, former);
    const healedAt = Date.now();
    await waitUntil("all of it to be ready again", async () => (await house.findFailing()).length === 0, {
      ...patience,
      everyMs: 500,
    });
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
