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
import { createPlaces } from "../notifier/places.ts";
import { tryUntil } from "../notifier/try-until.ts";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Longer than any sender waits, so that nobody sends the same again meanwhile. */
const claimMs = 120_000;

/** Starts delivering: woken by the outbox, and every second for what is due again. */
export async function startNotifier(
  deps: CoreDeps & { senders: Record<ChannelKind, Sender> },
): Promise<RunningRole> {
  const log = deps.log.child({ role: "notifier" });
  const { db, now, baseUrl } = deps;
  const claiming = { db, now, baseUrl, log, sealer: createSealer(deps.secret) };
  const places = createPlaces(() => performance.now());
  const inFlight = new Set<Promise<void>>();

  // A notice becomes deliveries while others are sent: neither waits for the other's turn.
  const outbox = startWorkLoop({ name: "outbox", everyMs: 1000, log }, async () => {
    while ((await fanOutOutbox(deps)) > 0) sending.wake();
  });
  const fallback = startWorkLoop({ name: "fallback", everyMs: 1000, log }, async () => {
    while ((await fallBack(deps)) > 0) sending.wake();
  });
  const sending = startWorkLoop({ name: "notifier", everyMs: 1000, log }, async () => {
    const free = places.free();
    if (free.limit + free.slowLimit === 0) return;
    for (const delivery of await claimDeliveries(claiming, { ...free, claimMs })) {
      const leave = places.take(delivery.isSlow);
      const sent = deliver(delivery).finally(() => {
        leave();
        inFlight.delete(sent);
        sending.wake();
      });
      inFlight.add(sent);
    }
  });

  async function deliver(delivery: ClaimedDelivery): Promise<void> {
    const startedAt = performance.now();
    const { deliveryId, kind, attempts } = delivery;
    try {
      const result = await attempt(deps.senders[kind], delivery);
      const durationMs = Math.round(performance.now() - startedAt);
      // What was taken, and is not written down in time, would be sent again.
      const settled = await tryUntil(
        () => now() >= delivery.claimedUntil,
        (error) => log.warn({ err: error, deliveryId }, "how a delivery ended cannot be written down yet"),
        () => settleDelivery(deps, delivery, result, durationMs),
      );
      deps.metrics.deliveries.inc({ kind, result: settled === "failed" ? "retry" : settled });
      const error = result.kind === "sent" ? undefined : result.error;
      log.info({ deliveryId, kind, attempts, settled, durationMs, error, detail: result.detail }, "delivery");
    } catch (error) {
      log.error({ err: error, deliveryId }, "a delivery could not be settled; it will be claimed again");
    }
  }

  const stopListening = await deps.db.listen(outboxChannel, outbox.wake, outbox.wake);
  return {
    name: "notifier",
    lastDoneAt: () => Math.min(outbox.lastDoneAt(), sending.lastDoneAt()),
    async stop() {
      await stopListening();
      await Promise.all([outbox.stop(), fallback.stop(), sending.stop()]);
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
