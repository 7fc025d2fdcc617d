"use client";

import { createContext, useContext, useSyncExternalStore } from "react";

/** One ticking second for the whole page; it stands still while the tab is hidden or nobody listens. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (document.visibilityState === "hidden") return;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  document.addEventListener("visibilitychange", listener);
  return () => {
    listeners.delete(listener);
    document.removeEventListener("visibilitychange", listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const ServerNow = createContext(0);

/** Gives the first paint the server's clock, so that what the browser hydrates says the same. */
export function ClockProvider({ serverNow, children }: { serverNow: number; children: React.ReactNode }) {
  return <ServerNow value={serverNow}>{children}</ServerNow>;
}

/**
 * Text that depends on the time of day. Computed each second, rendered again only when the text changes;
 * `compute` must be deterministic in `nowMs`.
 */
export function useClockText(compute: (nowMs: number) => string): string {
  const serverNow = useContext(ServerNow);
  return useSyncExternalStore(
    subscribe,
    () => compute(Math.floor(Date.now() / 1000) * 1000),
    () => compute(serverNow),
  );
}

const never = () => () => {};

/** False on the server and in the first paint, true once this runs in a browser. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

const clockFormat = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const dayFormat = { day: "numeric", month: "short" } as const;

/**
 * "12:04:31" in the browser's zone, with its day when that is not today; in the first paint, whose zone is unknown, in
 * UTC and saying so.
 */
export function useClockTime(at: string | null): string {
  const isBrowser = useIsBrowser();
  if (at === null) return "";
  const time = new Date(at);
  if (!isBrowser) {
    const text = new Intl.DateTimeFormat("en-GB", { ...clockFormat, timeZone: "UTC" }).format(time);
    return `${text} UTC`;
  }
  const isToday = time.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat("en-GB", isToday ? clockFormat : { ...dayFormat, ...clockFormat }).format(
    time,
  );
}

/** The zone that clock times are shown in, such as "CET"; UTC in the first paint. */
export function useZoneName(): string {
  const isBrowser = useIsBrowser();
  if (!isBrowser) return "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" }).formatToParts(new Date());
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}
