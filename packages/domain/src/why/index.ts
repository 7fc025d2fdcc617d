export { labelNumbers } from "./number-words.ts";
export { explainRule } from "./rule-words.ts";
