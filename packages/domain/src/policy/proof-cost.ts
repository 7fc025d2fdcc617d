import { breakRun, cleanRunNeeded, noRun } from "../rollout/clean-run.ts";
import type { StatedPolicy } from "../wire/policy.ts";
import { formatDuration } from "../words/index.ts";
import { defaultPolicy } from "./choose-policy.ts";
import { proofWords } from "./proof-words.ts";

/** Probes a second of each monitor from each region while a proof is all that is missing. */
const provingPace = 10;

/** The settings that a proof is made of. */
export type ProofSettings = { tolerance: number; risk: number; probesPerSecondMax: number | null };

/** What the proof of one monitor and region costs. */
export type ProofCost = {
  /** Clean answers in a row, after the last old one. */
  answers: number;
  probesPerSecond: number;
  /** Where no probe fails and none is held back. */
  seconds: number;
};

/** What it takes to prove a rollout in one monitor and region, once the last old instance is gone. */
export function proofCost({ tolerance, risk, probesPerSecondMax }: ProofSettings): ProofCost {
  const answers = cleanRunNeeded(breakRun(noRun, 1), { tolerance, risk });
  const probesPerSecond = Math.min(provingPace, probesPerSecondMax ?? provingPace);
  return { answers, probesPerSecond, seconds: Math.ceil(answers / probesPerSecond) };
}

/**
 * Why these settings cannot go together, as one sentence; `null` when they can. A proof that takes longer than the
 * progress deadline would make every rollout stuck just before it is live, so half of the deadline must be enough. A
 * deadline that is short of even the default proof is for hearing early that nothing has appeared, and stays allowed.
 */
export function policyConflict(stated: StatedPolicy): string | null {
  const policy = { ...defaultPolicy, ...stated };
  const { answers, probesPerSecond, seconds } = proofCost(policy);
  const isLonger = seconds > proofCost(defaultPolicy).seconds;
  if (!isLonger || policy.progressDeadlineSeconds >= 2 * seconds) return null;
  const cost = `${answers} clean answers in a row, ${formatDuration(seconds * 1000)} at ${probesPerSecond} a second`;
  return `"${proofWords(policy)}" takes ${cost}: the progress deadline must be at least twice that, ${2 * seconds} seconds, and is ${policy.progressDeadlineSeconds}`;
}
