/** Hosts whose reachability an operator vouches for: when none of them can be reached, it is our own connection. */
import type { Outcome } from "@rollcall/domain/observation";
import { looksOffline } from "./connectivity.ts";

export type Anchors = {
  /** True when there are anchors and none can be reached; asked at most once in five seconds, whoever wants to know. */
  areLost(): Promise<boolean>;
};

const answerHoldsMs = 5_000;

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
