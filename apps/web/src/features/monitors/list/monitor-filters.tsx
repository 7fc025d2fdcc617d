"use client";

import { healthState, healthStates } from "@rollcall/domain/glossary";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { healthWords } from "@/components/state/state-words.ts";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";

/** The filters of the list; they stand in the address, so that a filtered list can be shared. */
export function MonitorFilters() {
  const [, startTransition] = useTransition();
  const [filter, setFilter] = useQueryStates(
    {
      q: parseAsString.withDefault(""),
      health: parseAsStringLiteral(healthStates),
      page: parseAsString,
    },
    { shallow: false, startTransition, throttleMs: 300 },
  );
  return (
    <div className="flex flex-wrap gap-2 border-line border-b p-2">
      <Input
        aria-label="Search monitors"
        placeholder="Search by name, URL or service"
        className="w-64"
        value={filter.q}
        onChange={(event) => void setFilter({ q: event.target.value || null, page: null })}
      />
      <Select
        aria-label="Health"
        className="w-40"
        value={filter.health ?? "all"}
        onValueChange={(value) =>
          void setFilter({ health: healthState.safeParse(value).data ?? null, page: null })
        }
        options={[
          { value: "all", label: "Any health" },
          ...healthStates.map((value) => ({ value, label: healthWords[value].word })),
        ]}
      />
    </div>
  );
}
