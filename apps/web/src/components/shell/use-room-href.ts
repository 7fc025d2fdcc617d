"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The address of a room with the chosen environment carried along. */
export function useRoomHref(): (href: string) => string {
  const environment = useSearchParams().get("environment");
  return useCallback(
    (href) => (environment === null ? href : `${href}?environment=${encodeURIComponent(environment)}`),
    [environment],
  );
}
