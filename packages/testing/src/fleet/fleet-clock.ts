/** The time that scripted rollouts and edge caches live by; latencies of answers always pass in real time. */
export type FleetClock = {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `act` once after `delayMs`; the function it returns takes the call back. */
  after(delayMs: number, act: () => void): () => void;
};

/** The machine's own clock. */
export const realClock: FleetClock = {
  now: () => Date.now(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A clock that a test moves by hand: `advance` runs everything that falls due, in the order of its time. */
export function createManualClock(startAt = 0): FleetClock & { advance(byMs: number): void } {
  let now = startAt;
  let waiting: { at: number; act: () => void }[] = [];
  return {
    now: () => now,
    after: (delayMs, act) => {
      const call = { at: now + delayMs, act };
      waiting.push(call);
      return () => {
        waiting = waiting.filter((other) => other !== call);
      };
    },
    advance: (byMs) => {
      const until = now + byMs;
      for (;;) {
        const next = waiting.filter((call) => call.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting = waiting.filter((call) => call !== next);
        now = next.at;
        next.act();
      }
      now = until;
    },
  };
}
