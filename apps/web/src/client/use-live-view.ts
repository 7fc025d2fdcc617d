"use client";

import { useEffect, useRef, useState } from "react";

/** `live`: connected · `retrying`: the last view stands, a new connection is tried · `ended`: nothing more will come. */
export type Connection = "live" | "retrying" | "ended";

const paintMs = 1000;
const retryMs = 3000;
const hiddenMs = 60_000;

/**
 * Keeps a view fresh from a stream of server-sent events whose data is the whole view. Paints at most once a
 * second, lets go while the tab has been hidden for a minute, and reconnects by itself.
 */
export function useLiveView<View>(url: string, initial: View, isOver: (view: View) => boolean = () => false) {
  const [view, setView] = useState(initial);
  const [connection, setConnection] = useState<Connection>(isOver(initial) ? "ended" : "live");
  const isOverNow = useRef(isOver);
  isOverNow.current = isOver;
  const startsOver = connection === "ended";

  useEffect(() => {
    if (startsOver) return;
    const paint = throttle((next: View) => {
      setView(next);
      if (isOverNow.current(next)) setConnection("ended");
    });
    const stop = keepStream(url, {
      onData: (data) => paint(JSON.parse(data) as View),
      onConnection: (isConnected) =>
        setConnection((now) => (now === "ended" ? now : isConnected ? "live" : "retrying")),
    });
    return () => {
      stop();
      paint.cancel();
    };
  }, [url, startsOver]);

  return { view, connection };
}

type StreamHandlers = { onData: (data: string) => void; onConnection: (isConnected: boolean) => void };

/** One EventSource while the page is looked at; closed after a minute in the background, opened again on return. */
function keepStream(url: string, { onData, onConnection }: StreamHandlers): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hide: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(url);
    source.onopen = () => onConnection(true);
    source.addEventListener("view", (event) => onData((event as MessageEvent<string>).data));
    source.onerror = () => {
      onConnection(false);
      // After an HTTP error the browser gives up for good; a restarting server is worth another try.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, retryMs);
    };
  };
  const onVisibility = () => {
    clearTimeout(hide);
    if (document.visibilityState === "hidden") hide = setTimeout(close, hiddenMs);
    else if (source === undefined) open();
  };

  open();
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    close();
    clearTimeout(hide);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}

/** Calls through at once, then at most once per `paintMs` with the latest value. */
function throttle<T>(call: (value: T) => void) {
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const throttled = (value: T) => {
    clearTimeout(timer);
    const wait = Math.max(0, last + paintMs - performance.now());
    timer = setTimeout(() => {
      last = performance.now();
      call(value);
    }, wait);
  };
  throttled.cancel = () => clearTimeout(timer);
  return throttled;
}
