import type { Resolve } from "./resolve.ts";

/** Half of the threads of a program that Node's resolver may have at most: 64 of them are asked for where we start. */
const defaultLimits = { max: 32, unprovenMax: 16, quickMs: 1_000, namesMax: 20_000 };

type Lookup = { hostname: string; begin(): void };

/**
 * One resolver for a whole program. A name that is being looked up is not looked up again: whoever asks meanwhile gets
 * the same answer, and nothing is kept once it is there, so every caller checks addresses as fresh as its own would be.
 * At most `max` names are looked up at once, of those that are new or were slow the last time only `unprovenMax`: names
 * that nobody answers for cannot hold up the others.
 */
export function shareLookups(
  lookup: (hostname: string) => Promise<string[]>,
  limits: typeof defaultLimits = defaultLimits,
): Resolve {
  const underWay = new Map<string, Promise<string[]>>();
  const quick = new Set<string>();
  const waiting: { proven: Lookup[]; unproven: Lookup[] } = { proven: [], unproven: [] };
  const busy = { all: 0, unproven: 0 };

  function fill(): void {
    while (busy.all < limits.max) {
      const next =
        waiting.proven.shift() ?? (busy.unproven < limits.unprovenMax ? waiting.unproven.shift() : null);
      if (!next) return;
      next.begin();
    }
  }

  function remember(hostname: string, isQuick: boolean): void {
    quick.delete(hostname);
    if (isQuick) quick.add(hostname);
    const [oldest] = quick;
    if (quick.size > limits.namesMax && oldest !== undefined) quick.delete(oldest);
  }

  async function run(hostname: string): Promise<string[]> {
    const isProven = quick.has(hostname);
    await new Promise<void>((resolve) => {
      const begin = () => {
        busy.all += 1;
        if (!isProven) busy.unproven += 1;
        resolve();
      };
      waiting[isProven ? "proven" : "unproven"].push({ hostname, begin });
      fill();
    });
    const beganAt = performance.now();
    try {
      return await lookup(hostname);
    } finally {
      remember(hostname, performance.now() - beganAt < limits.quickMs);
      busy.all -= 1;
      if (!isProven) busy.unproven -= 1;
      underWay.delete(hostname);
      fill();
    }
  }

  const isIn = (lookups: Lookup[], hostname: string) => lookups.some((one) => one.hostname === hostname);
  return Object.assign(
    (hostname: string) => {
      const shared = underWay.get(hostname) ?? run(hostname);
      underWay.set(hostname, shared);
      return shared;
    },
    { isWaiting: (hostname: string) => isIn(waiting.proven, hostname) || isIn(waiting.unproven, hostname) },
  );
}
