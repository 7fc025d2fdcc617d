/** Hosts whose reachability an operator vouches for: when none of them can be reached, it is our own connection. */
import type { Outcome } from "@rollcall/domain/observation";
import { type ProbeOptions, runProbe } from "@rollcall/probe";
import { looksOffline } from "./connectivity.ts";

export type Anchors = {
  /** True when there are anchors and none can be reached; asked at most once in five seconds, whoever wants to know. */
  areLost(): Promise<boolean>;
};

const answerHoldsMs = 5_000;
const anchorTimeoutMs = 2_000;

/** `ask` makes one probe of a URL; whatever answers, a refusal included, was reached. */
export function createAnchors(urls: readonly string[], ask: (url: string) => Promise<Outcome>): Anchors {
  let last: { at: number; areLost: Promise<boolean> } | null = null;
  async function askAll(): Promise<boolean> {
    const outcomes = await Promise.all(urls.map(ask));
    return outcomes.every(looksOffline);
  }
  return {
    areLost() {
      if (urls.length === 0) return Promise.resolve(false);
      const now = performance.now();
      if (last === null || now - last.at > answerHoldsMs) last = { at: now, areLost: askAll() };
      return last.areLost;
    },
  };
}

/** Asks one anchor, by the same way as every target. */
export async function askAnchor(url: string, options: ProbeOptions): Promise<Outcome> {
  const spec = { url, method: "HEAD", headers: {}, body: null, timeoutMs: anchorTimeoutMs } as const;
  const none = { followRedirects: 0, version: null, instance: null, assertions: [] };
  return (await runProbe({ ...spec, ...none }, options)).outcome;
}
