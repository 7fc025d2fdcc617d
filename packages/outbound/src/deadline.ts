import type { LoopClock } from "./loop-clock.ts";

/** One limit over everything a request does: names, connections, redirects, every byte. */
export type Deadline = {
  isOver(): boolean;
  /** Calls back once when the deadline is over, at once if it already is. Gives back how to unsubscribe. */
  onOver(callback: () => void): () => void;
  /** Must be called when the request is done. */
  stop(): void;
};

/**
 * Starts a deadline that is over after `timeoutMs`, or as soon as the caller aborts. Time in which we did not listen,
 * by `clock`, is given back to the target once, up to as much again: what has answered meanwhile is then read.
 */
export function startDeadline(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  clock: Pick<LoopClock, "deafMs"> = { deafMs: () => 0 },
): Deadline {
  const deafBefore = clock.deafMs();
  let givenMs = 0;
  const waiting = new Set<() => void>();
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const callback of waiting) callback();
    waiting.clear();
  };
  const endUnlessDeaf = () => {
    const owedMs = Math.min(clock.deafMs() - deafBefore, timeoutMs) - givenMs;
    if (owedMs < 1) return end();
    givenMs += owedMs;
    timer = setTimeout(endUnlessDeaf, owedMs);
  };
  let timer = setTimeout(endUnlessDeaf, timeoutMs);
  const forget = signal && onAbort(signal, end);
  return {
    isOver: () => isOver,
    onOver: (callback) => {
      if (isOver) callback();
      else waiting.add(callback);
      return () => waiting.delete(callback);
    },
    stop: () => {
      clearTimeout(timer);
      forget?.();
    },
  };
}

const aborting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts, at once if it already has; gives back how to unsubscribe. One listener serves all
 * who ask: a signal looks through all of its own whenever one is added or removed, and hundreds of requests share it.
 */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) callback();
  const callbacks = aborting.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  aborting.set(signal, callbacks);
  const callAll = () => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener("abort", callAll, { once: true });
  return callbacks;
}
