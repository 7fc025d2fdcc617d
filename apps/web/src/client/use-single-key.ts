"use client";

import { useEffect, useRef } from "react";
import { isSingleKey } from "@/components/shell/single-keys.ts";

/** Runs `action` when the key is pressed as a command on this page. */
export function useSingleKey(key: string, action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === key && isSingleKey(event)) latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [key]);
}
