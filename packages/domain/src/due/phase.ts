/**
 * How this works and what breaks it.
 *
 * Nobody keeps a list of next runs. A monitor is due at second t in a region when
 *
 *     (t − phase(monitor, region, interval)) mod interval = 0
 *
 * where the phase is a hash of the ids: the same on every machine, after every restart, in every version. From this
 * follows, without a row written or a timer kept: each monitor is due exactly once per interval; monitors and regions
 * spread themselves evenly over it; a second scheduler computes the same ticks, so jobs keyed by tick are merely
 * offered twice; a scheduler that was away simply continues at the current second and replays nothing. Within its
 * second a monitor has a fifth of its own (`offsetInSecondMs`), for a hundred probes at once are late by each other.
 *
 * It breaks when
 * - the hash changes: every monitor moves once, and one interval is up to twice as long or as short. `phase.test.ts`
 *   pins known values for that reason;
 * - an interval is not a whole number of seconds: ticks are whole seconds, so the rest is refused loudly;
 * - a caller skips seconds: whoever ticks must ask for *every* second, late ones included, or use `dueTicks`;
 * - clocks disagree: `scheduledAt` is the scheduler's clock, and only one scheduler leads at a time.
 */
import type { Instant } from "../glossary.ts";

/**
 * The offset, in whole seconds as milliseconds and below `everyMs`, at which this monitor is due in this region.
 * Throws a RangeError when `everyMs` is not a positive whole number of seconds.
 */
export function phaseMs(monitorId: string, everyMs: number, region = ""): number {
  if (!Number.isInteger(everyMs / 1000) || everyMs <= 0) {
    throw new RangeError(`An interval is a positive whole number of seconds, not ${everyMs} ms.`);
  }
  return (hash32(`${monitorId}\n${region}`) % (everyMs / 1000)) * 1000;
}

/** The parts of a second that its probes are spread over. */
const partsOfSecond = 5;

/**
 * How far into its second a monitor's own interval is due in this region: a fifth of a second of its own, so that what
 * is due in one second does not go out in one instant.
 */
export function offsetInSecondMs(monitorId: string, region: string): number {
  // The upper half: the lower bits have chosen the second.
  const half = hash32(`${monitorId}\n${region}`) >>> 16;
  return (half % partsOfSecond) * (1000 / partsOfSecond);
}

/** What is due: one monitor in one region at one cadence. */
export type Cadence = { monitorId: string; region: string; everyMs: number };

/** True when the cadence has a tick at exactly `at`, which must be a whole second. */
export function isDue({ monitorId, region, everyMs }: Cadence, at: Instant): boolean {
  return modulo(at - phaseMs(monitorId, everyMs, region), everyMs) === 0;
}

/** Every tick in the half-open span (`after`, `until`], oldest first. */
export function dueTicks(cadence: Cadence, after: Instant, until: Instant): Instant[] {
  const ticks: Instant[] = [];
  for (let at = nextDueAt(cadence, after); at <= until; at += cadence.everyMs) ticks.push(at);
  return ticks;
}

/** The first tick strictly after `after`. */
export function nextDueAt({ monitorId, region, everyMs }: Cadence, after: Instant): Instant {
  return after + everyMs - modulo(after - phaseMs(monitorId, everyMs, region), everyMs);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** FNV-1a over UTF-16 units, then murmur3's finaliser, because FNV's low bits alone spread poorly under a modulo. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
