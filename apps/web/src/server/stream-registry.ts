/** The event streams this process holds open: counted per owner, ended together when the process stops. */
import { setMaxListeners } from "node:events";
import { AppError } from "@rollcall/domain/problem";

export type StreamSlot = {
  /** Aborts when the process stops; the stream then says goodbye and ends. */
  signal: AbortSignal;
  release(): void;
};

export type StreamRegistry = {
  /** Takes a place for one more stream of this owner; throws `rate_limited` when there is none. */
  take(owner: string, max: number): StreamSlot;
  /** Ends every stream and refuses new ones. */
  close(): void;
};

const retryAfterSeconds = 10;

/** `onChange` hears how many streams are open, for the metric. */
export function createStreamRegistry(onChange: (open: number) => void = () => {}): StreamRegistry {
  const byOwner = new Map<string, number>();
  const closing = new AbortController();
  // One listener per open stream is what it is for.
  setMaxListeners(0, closing.signal);
  let open = 0;
  const change = (owner: string, by: 1 | -1) => {
    const count = (byOwner.get(owner) ?? 0) + by;
    if (count === 0) byOwner.delete(owner);
    else byOwner.set(owner, count);
    open += by;
    onChange(open);
  };
  return {
    take(owner, max) {
      if (closing.signal.aborted)
        throw new AppError("unavailable", "Rollcall is restarting.", { retryAfterSeconds: 2 });
      if ((byOwner.get(owner) ?? 0) >= max)
        throw new AppError("rate_limited", `At most ${max} streams may be open at once.`, {
          retryAfterSeconds,
        });
      change(owner, 1);
      let isReleased = false;
      return {
        signal: closing.signal,
        release() {
          if (isReleased) return;
          isReleased = true;
          change(owner, -1);
        },
      };
    },
    close: () => closing.abort(),
  };
}
