import type { IncidentListItem } from "@rollcall/services/views";
import Link from "next/link";
import { setSentence } from "@/format/sentence.ts";
import { SeverityLabel } from "../state/state-label.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { IncidentState } from "./incident-state.tsx";
import { incidentKindWords } from "./incident-words.ts";
import { Lasting } from "./lasting.tsx";

/** Incidents, newest first; a resolved one is quiet. */
export function IncidentTable({ items }: { items: IncidentListItem[] }) {
  return (
    <Table label="Incidents">
      <TableHead>
        <TableHeader className="hidden @lg:table-cell">Severity</TableHeader>
        <TableHeader>Incident</TableHeader>
        <TableHeader className="hidden @4xl:table-cell">Kind</TableHeader>
        <TableHeader>State</TableHeader>
        <TableHeader isNumber className="hidden @2xl:table-cell">
          Lasted
        </TableHeader>
        <TableHeader isNumber className="hidden @md:table-cell">
          Opened
        </TableHeader>
      </TableHead>
      <TableBody>
        {items.map((incident) => (
          <TableRow key={incident.id}>
            <TableCell className="hidden @lg:table-cell">
              <Severity incident={incident} />
            </TableCell>
            <TableCell className="w-full whitespace-normal [overflow-wrap:anywhere]">
              <span className="block text-sm @lg:hidden">
                <Severity incident={incident} />
              </span>
              <Link href={`/incidents/${incident.id}`} className="font-medium hover:underline">
                {setSentence(incident.title)}
              </Link>
            </TableCell>
            <TableCell className="hidden text-quiet @4xl:table-cell">
              {incidentKindWords[incident.kind]}
            </TableCell>
            <TableCell>
              <IncidentState incident={incident} />
            </TableCell>
            <TableCell isNumber className="hidden @2xl:table-cell">
              <Lasting incident={incident} />
            </TableCell>
            <TableCell isNumber className="hidden @md:table-cell">
              <Time at={incident.openedAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Severity({ incident: { severity, state } }: { incident: IncidentListItem }) {
  return <SeverityLabel severity={severity} className={state === "resolved" ? "text-quiet" : undefined} />;
}
