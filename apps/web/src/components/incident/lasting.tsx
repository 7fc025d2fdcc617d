"use client";

import type { IncidentListItem } from "@rollcall/services/views";
import { useClockText } from "@/client/clock.tsx";
import { incidentDuration } from "./incident-words.ts";

/** How long an incident has lasted, counting while it does. */
export function Lasting({ incident }: { incident: Pick<IncidentListItem, "openedAt" | "resolvedAt"> }) {
  return <>{useClockText((now) => incidentDuration(incident, now))}</>;
}
