/** One limit over everything a request does: names, connections, redirects, every byte. */
export type Deadline = {
  isOver(): boolean;
  /** Calls back once when the deadline is over, at once if it already is. Gives back how to unsubscribe. */
  onOver(callback: () => void): () => void;
  /** Must be called when the request is done. */
  stop(): void;
};

/** Starts a deadline that is over after `timeoutMs`, or as soon as the caller aborts. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const waiting = new Set<() => void>();
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const callback of waiting) callback();
    waiting.clear();
  };
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted) end();
  return {
    isOver: () => isOver,
    onOver: (callback) => {
      if (isOver) callback();
      else waiting.add(callback);
      return () => waiting.delete(callback);
    },
    stop: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    },
  };
}
