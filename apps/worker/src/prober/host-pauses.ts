/** Hosts that have asked to be left alone get no bursts until their time is over. */

export type HostPauses = {
  /** Takes in what an answer asks for; `undefined` asks for nothing. `at` in epoch milliseconds. */
  note(host: string, retryAfterMs: number | undefined, at: number): void;
  /** True when a probe of a burst may be sent: always, or once in half a minute while the host wants to be left alone. */
  admitsBurst(host: string, at: number): boolean;
};

/** Nobody is left unwatched for longer because of one header. */
const pauseMsMax = 300_000;
/** One probe in this time still looks whether it is over, so that a refusal is told as what it is. */
const glimpseEveryMs = 30_000;

/** Makes an empty memory for one region; hosts are forgotten when their pause is over. */
export function createHostPauses(): HostPauses {
  const pauses = new Map<string, { until: number; glimpsedAt: number }>();
  return {
    note(host, retryAfterMs, at) {
      for (const [known, { until }] of pauses) if (until <= at) pauses.delete(known);
      if (retryAfterMs === undefined) return;
      const until = at + Math.min(retryAfterMs, pauseMsMax);
      const before = pauses.get(host);
      pauses.set(host, {
        until: Math.max(until, before?.until ?? 0),
        glimpsedAt: before?.glimpsedAt ?? at,
      });
    },
    admitsBurst(host, at) {
      const pause = pauses.get(host);
      if (pause === undefined || pause.until <= at) return true;
      if (at - pause.glimpsedAt < glimpseEveryMs) return false;
      pause.glimpsedAt = at;
      return true;
    },
  };
}
