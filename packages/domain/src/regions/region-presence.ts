import type { Instant } from "../glossary.ts";
import type { ProberSign, RegionPresence } from "./types.ts";

/** A prober beats every 5 s; without a beat for this long it is not heard. */
export const heardWithinMs = 30_000;
/** Losing a region for less than this is told to nobody. */
export const lostAfterMs = 90_000;
/** A region is back when it has been heard for this long without a pause. */
export const backAfterMs = 60_000;
/** A region that was lost for longer is not expected any more: it was taken away, or Rollcall itself was. */
export const forgottenAfterMs = 15 * 60_000;

/**
 * How a region stands at `now`, from all of its probers that are remembered. `judgingSince` is when the judge began:
 * what was silent before that was Rollcall itself, and is held against nobody.
 */
export function regionPresence(
  region: string,
  probers: readonly ProberSign[],
  now: Instant,
  judgingSince: Instant = 0,
): RegionPresence {
  const heard = probers.filter((prober) => now - prober.heardAt <= heardWithinMs);
  const good = heard.filter((prober) => prober.offlineSince === null);
  if (good.length > 0) {
    const since = Math.min(...good.map((prober) => prober.heardSince));
    return { region, state: now - since >= backAfterMs ? "present" : "returning", since };
  }
  const since = Math.max(0, ...probers.map((prober) => prober.offlineSince ?? prober.heardAt));
  if (now - Math.max(since, judgingSince) < lostAfterMs) return { region, state: "fading", since };
  return { region, state: heard.length > 0 ? "offline" : "silent", since };
}
