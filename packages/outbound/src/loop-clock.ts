/**
 * How long this program has not been listening: while its event loop is blocked, or the machine gives it no turn,
 * answers lie in the kernel unread and deadlines run out all the same.
 */
export type LoopClock = {
  /** Milliseconds not listened since the clock was started; grows, also within the blocked stretch that just ended. */
  deafMs(): number;
  stop(): void;
};

const tickMs = 20;
/** Timers are late by a little at any time. */
const lateMsMin = 5;

/** Starts one sampled clock for a whole program; it keeps nothing alive. `now` is a monotonic clock in milliseconds. */
export function startLoopClock(now: () => number = () => performance.now()): LoopClock {
  let deafMs = 0;
  let dueAt = now() + tickMs;
  const lateMs = () => {
    const late = now() - dueAt;
    return late >= lateMsMin ? late : 0;
  };
  const timer = setInterval(() => {
    deafMs += lateMs();
    dueAt = now() + tickMs;
  }, tickMs);
  timer.unref();
  return { deafMs: () => deafMs + lateMs(), stop: () => clearInterval(timer) };
}
