/** Tells another system every minute that this instance is well; what it hears no more of, it can raise alarm about. */
import { type Guard, outboundRequest } from "@rollcall/outbound";
import type { Logger, Metrics } from "@rollcall/runtime";
import { type InstanceDeps, readInstance } from "@rollcall/services/instance";

/** `url` may hold a secret and is never logged. */
export type DeadManPingDeps = InstanceDeps & {
  url: string;
  guard: Guard;
  log: Logger;
  metrics: Pick<Metrics, "heartbeatPings">;
};

const everyMs = 60_000;
const timeoutMs = 8_000;

/**
 * Makes the turn that pings once a minute has passed since the last ping that was taken, and does not while anything
 * essential is wrong. Throws when that cannot be read: then nothing was pinged either.
 */
export function createDeadManPing(deps: DeadManPingDeps): () => Promise<void> {
  const { url, guard, log, metrics, now } = deps;
  let takenAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const atMs = now().getTime();
    if (atMs - takenAtMs < everyMs) return;
    const { faults } = await readInstance(deps);
    const withheldFor = faults.filter(({ isEssential }) => isEssential).map(({ code }) => code);
    if (withheldFor.length > 0) {
      metrics.heartbeatPings.inc({ result: "withheld" });
      log.warn({ withheldFor }, "the outgoing heartbeat is withheld");
      return;
    }
    const request = { url, method: "GET", headers: { "User-Agent": "rollcall" }, body: null } as const;
    const limits = { timeoutMs, followRedirects: 2, bodyBytesMax: 0 };
    const { outcome } = await outboundRequest({ ...request, ...limits }, { guard });
    const status = "status" in outcome ? outcome.status : null;
    const isTaken = status !== null && status >= 200 && status < 300;
    metrics.heartbeatPings.inc({ result: isTaken ? "taken" : "failed" });
    if (isTaken) takenAtMs = atMs;
    else
      log.warn(
        { outcome: outcome.kind, status },
        "the outgoing heartbeat was not taken; tried again in a moment",
      );
  };
}
