/** The preflight: asks registries whether the images of open deploys can be pulled. */
import { setMaxListeners } from "node:events";
import { type PreflightOutcome, parseImage } from "@rollcall/domain/preflight";
import type { Guard } from "@rollcall/outbound";
import { checkImage } from "@rollcall/registry";
import { createSealer } from "@rollcall/runtime";
import {
  type ClaimedPreflight,
  claimPreflights,
  preflightChannel,
  recordPreflight,
  registryCredentials,
  renewPreflights,
} from "@rollcall/services/preflight";
import type { CoreDeps, RunningRole } from "../role.ts";
import { startWorkLoop } from "../work-loop.ts";

/** Registries being asked at once. */
const inFlightMax = 32;
const timeoutMs = 10_000;
/** Renewed every second. Somebody else asks so soon after a worker was killed that an alert is still in time. */
const claimMs = 3_000;
/** A registry that has not answered this long after the worker was told to stop is let go. */
const patienceMs = 3_000;

/** Starts asking: woken by announcements, and every second for what is due again. */
export async function startPreflight(deps: CoreDeps & { guard: Guard }): Promise<RunningRole> {
  const log = deps.log.child({ role: "preflight" });
  const sealer = createSealer(deps.secret);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const inFlight = new Map<ClaimedPreflight, Promise<void>>();

  const loop = startWorkLoop({ name: "preflight", everyMs: 1000, log }, async () => {
    await renewPreflights(deps, [...inFlight.keys()], { claimMs });
    const limit = inFlightMax - inFlight.size;
    if (limit === 0) return;
    for (const claim of await claimPreflights(deps, { limit, claimMs })) {
      const checking = check(claim).finally(() => {
        inFlight.delete(claim);
        loop.wake();
      });
      inFlight.set(claim, checking);
    }
  });

  async function check(claim: ClaimedPreflight): Promise<void> {
    const startedAt = performance.now();
    const { deployId, workspaceId, image } = claim;
    try {
      const recorded = await recordPreflight(deps, claim, await ask(claim));
      const durationMs = Math.round(performance.now() - startedAt);
      if (recorded.kind === "not_ours") return log.info({ deployId, image, durationMs }, "asked in vain");
      const { changes, outcome } = recorded;
      deps.metrics.imageChecks.inc({ outcome: outcome.kind });
      for (const { kind, state } of changes) deps.metrics.verdictChanges.inc({ kind, state });
      log.info({ deployId, workspaceId, image, outcome: outcome.kind, durationMs, changes }, "preflight");
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error, deployId, image }, "an image was not looked for");
    }
  }

  async function ask(claim: ClaimedPreflight): Promise<PreflightOutcome> {
    const parsed = parseImage(claim.image);
    if (!parsed.ok) return { kind: "invalid_name", detail: parsed.problem };
    return checkImage(parsed.reference, {
      guard: deps.guard,
      credentials: registryCredentials(sealer, claim),
      // Without the setting, loopback registries alone are reached without TLS.
      plainHttp: claim.registry?.plainHttp || undefined,
      timeoutMs,
      signal: stopping.signal,
    });
  }

  const stopListening = await deps.db.listen(preflightChannel, loop.wake, loop.wake);
  return {
    name: "preflight",
    lastDoneAt: loop.lastDoneAt,
    async stop() {
      const impatience = setTimeout(() => stopping.abort(), patienceMs);
      await stopListening();
      await loop.stop();
      await Promise.all(inFlight.values());
      clearTimeout(impatience);
    },
  };
}
