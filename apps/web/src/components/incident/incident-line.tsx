import type { IncidentListItem } from "@rollcall/services/views";
import Link from "next/link";
import { setSentence } from "@/format/sentence.ts";
import { SeverityLabel } from "../state/state-label.tsx";
import { Time } from "../ui/time.tsx";
import { incidentStateWords } from "./incident-words.ts";

/** An incident as one line inside another page. */
export function IncidentLine({ incident }: { incident: IncidentListItem }) {
  return (
    <li className="relative flex min-h-9 flex-wrap items-center gap-x-3 px-3 py-1.5 hover:bg-sunken/60">
      <SeverityLabel severity={incident.severity} />
      <Link
        href={`/incidents/${incident.id}`}
        className="min-w-0 font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
      >
        {setSentence(incident.title)}
      </Link>
      <span className="relative ml-auto whitespace-nowrap text-quiet text-sm">
        {incidentStateWords[incident.state].toLowerCase()}, opened <Time at={incident.openedAt} />
      </span>
    </li>
  );
}
