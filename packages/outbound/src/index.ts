export { createGuard, type Guard } from "./guard.ts";
export { headerValue } from "./header-value.ts";
export { type LoopClock, startLoopClock } from "./loop-clock.ts";
export {
  type OutboundOptions,
  type OutboundRequest,
  type OutboundResult,
  outboundRequest,
} from "./outbound-request.ts";
export type { Resolve } from "./resolve.ts";
export { readRetryAfterMs } from "./retry-after.ts";
