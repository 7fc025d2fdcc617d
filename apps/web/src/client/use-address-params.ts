"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** What the address says of how a page is looked at, for what no server needs to know; changed by `changeAddress`. */
export function useAddressParams(): URLSearchParams {
  const atFirst = useSearchParams();
  const search = useSyncExternalStore(
    subscribe,
    () => location.search,
    () => `?${atFirst}`,
  );
  return useMemo(() => new URLSearchParams(search), [search]);
}

/**
 * Changes parameters of the address and what is shown by them, both at once; `null` removes one. The entry keeps the
 * router's own mark, so that the router does not hear of it: it would repeat each address when it gets round to
 * rendering it, on a busy machine after a newer one, and a page that is read again then shows what had been closed.
 */
export function changeAddress(change: Readonly<Record<string, string | null>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  window.history.replaceState(window.history.state, "", url);
  for (const listener of listeners) listener();
}
