/** The notifier: turns notices into deliveries, and delivers them. */
import type { ChannelKind } from "@rollcall/domain/glossary";
import type { Sender } from "@rollcall/notify";
import { createSealer } from "@rollcall/runtime";
import {
  type AttemptResult,
  type ClaimedDelivery,
  claimDeliveries,
  fallBack,
  fanOutOutbox,
  outboxChannel,
  settleDelivery,
} from "@rollcall/services/delivery";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Messages on their way at once. */
const inFlightMax = 20;
/** Longer than any sender waits, so that nobody sends the same again meanwhile. */
const claimMs = 120_000;

/** Starts delivering: woken by the outbox, and every second for what is due again. */
export async function startNotifier(
  deps: CoreDeps & { senders: Record<ChannelKind, Sender> },
): Promise<RunningRole> {
  const log = deps.log.child({ role: "notifier" });
  const { db, now, baseUrl } = deps;
  const claiming = { db, now, baseUrl, sealer: createSealer(deps.secret) };
  const inFlight = new Set<Promise<void>>();

  const loop = startWorkLoop({ name: "notifier", everyMs: 1000, log }, async () => {
    while ((await fanOutOutbox(deps)) > 0);
    while ((await fallBack(deps)) > 0);
    const limit = inFlightMax - inFlight.size;
    if (limit === 0) return;
    for (const delivery of await claimDeliveries(claiming, { limit, claimMs })) {
      const sending = deliver(delivery).finally(() => {
        inFlight.delete(sending);
        loop.wake();
      });
      inFlight.add(sending);
    }
  });

  async function deliver(delivery: ClaimedDelivery): Promise<void> {
    const startedAt = performance.now();
    const { deliveryId, kind, attempts } = delivery;
    try {
      const result = await attempt(deps.senders[kind], delivery);
      const durationMs = Math.round(performance.now() - startedAt);
      const settled = await settleDelivery(deps, delivery, result, durationMs);
      deps.metrics.deliveries.inc({ kind, result: settled === "failed" ? "retry" : settled });
      const error = result.kind === "sent" ? undefined : result.error;
      log.info({ deliveryId, kind, attempts, settled, durationMs, error, detail: result.detail }, "delivery");
    } catch (error) {
      log.error({ err: error, deliveryId }, "a delivery could not be settled; it will be claimed again");
    }
  }

  const stopListening = await deps.db.listen(outboxChannel, loop.wake, loop.wake);
  return {
    name: "notifier",
    lastDoneAt: loop.lastDoneAt,
    async stop() {
      await stopListening();
      await loop.stop();
      await Promise.all(inFlight);
    },
  };
}

/** A sender that throws had a surprise; the message may arrive another time. */
async function attempt(sender: Sender, delivery: ClaimedDelivery): Promise<AttemptResult> {
  const { config, notice, deliveryId, channelId, reader, thread } = delivery;
  try {
    return await sender.send({ config, notice, deliveryId, channelId, reader, thread });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: "retry", error: "Rollcall failed to send it.", detail };
  }
}
