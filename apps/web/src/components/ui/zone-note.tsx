"use client";

import { useZoneName } from "@/client/clock.tsx";

/** Which zone the clock times beside it are in. */
export function ZoneNote() {
  return <span className="text-quiet text-sm">times in {useZoneName()}</span>;
}
