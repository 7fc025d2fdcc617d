export { outboxChannel } from "../live-notify.ts";
export { slowAfterMs } from "./choose-heads.ts";
export { type ClaimDeps, type ClaimedDelivery, claimDeliveries } from "./claim-deliveries.ts";
export { fallBack } from "./fall-back.ts";
export { fanOutOutbox } from "./fan-out-outbox.ts";
export { listDeliveries, listDeliveriesQuery } from "./list-deliveries.ts";
export { retryDelivery } from "./retry-delivery.ts";
export { type AttemptResult, type SettledAs, settleDelivery } from "./settle-delivery.ts";
export { type OutboxItem, writeOutbox } from "./write-outbox.ts";
