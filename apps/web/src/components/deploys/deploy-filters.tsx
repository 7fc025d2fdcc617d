"use client";

import { deployStates } from "@rollcall/domain/glossary";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { deployStateWords } from "../state/state-words.ts";
import { Select } from "../ui/select.tsx";

const filters = {
  service: parseAsString,
  state: parseAsStringLiteral(deployStates),
  cursor: parseAsString,
};

/** Which deploys are listed; kept in the URL, answered by the server. A change starts at the newest again. */
export function DeployFilters({ services }: { services: string[] }) {
  const [filter, setFilter] = useQueryStates(filters, { shallow: false });
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Choice
        label="Service"
        all="All services"
        value={filter.service}
        options={services.map((value) => ({ value, label: value }))}
        onChoose={(service) => void setFilter({ service, cursor: null })}
      />
      <Choice
        label="State"
        all="All states"
        value={filter.state}
        options={[...deployStates].reverse().map((value) => ({ value, label: deployStateWords[value].word }))}
        onChoose={(state) => void setFilter({ state, cursor: null })}
      />
    </div>
  );
}

function Choice<T extends string>({
  label,
  all,
  value,
  options,
  onChoose,
}: {
  label: string;
  all: string;
  value: T | null;
  options: { value: T; label: string }[];
  onChoose: (value: T | null) => void;
}) {
  return (
    <Select<T | "">
      aria-label={label}
      className="w-44"
      value={value ?? ""}
      options={[{ value: "", label: all }, ...options]}
      onValueChange={(next) => onChoose(next === "" ? null : next)}
    />
  );
}
