export { choosePolicy, defaultPolicy, policyNames, toRolloutPolicy } from "./choose-policy.ts";
export { type ProofCost, type ProofSettings, policyConflict, proofCost } from "./proof-cost.ts";
export { proofWords } from "./proof-words.ts";
