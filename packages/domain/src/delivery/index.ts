export { chooseFallback, type FallbackCandidate, fallBackAfterMs, owners } from "./choose-fallback.ts";
export { joinNotices } from "./join-notices.ts";
export { planAttempt } from "./plan-attempt.ts";
export { type ChannelPace, isForDigest, paceWithinMs, planTelling, stormCalmMs } from "./plan-telling.ts";
export { lateAfterMs, type PresentFacts, tellPresent, wasWords } from "./tell-present.ts";
