export { chooseFallback, type FallbackCandidate, fallBackAfterMs, owners } from "./choose-fallback.ts";
export { planAttempt } from "./plan-attempt.ts";
export { lateAfterMs, type PresentFacts, tellPresent, wasWords } from "./tell-present.ts";
