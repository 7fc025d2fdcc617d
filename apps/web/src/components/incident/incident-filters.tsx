"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";

export const incidentLists = ["unresolved", "resolved", "all"] as const;

const filters = {
  state: parseAsStringLiteral(incidentLists).withDefault("unresolved"),
  service: parseAsString,
  cursor: parseAsString,
};

/** Which incidents are listed; kept in the URL, answered by the server. */
export function IncidentFilters({ services }: { services: string[] }) {
  const [filter, setFilter] = useQueryStates(filters, { shallow: false });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Segmented
        label="State"
        value={filter.state}
        onValueChange={(state) => void setFilter({ state, cursor: null })}
        options={[
          { value: "unresolved", name: "Not resolved" },
          { value: "resolved", name: "Resolved" },
          { value: "all", name: "All" },
        ]}
      />
      <Select
        aria-label="Service"
        className="w-44"
        value={filter.service ?? ""}
        onValueChange={(service) =>
          void setFilter({ service: service === "" ? null : service, cursor: null })
        }
        options={[
          { value: "", label: "All services" },
          ...services.map((value) => ({ value, label: value })),
        ]}
      />
    </div>
  );
}
