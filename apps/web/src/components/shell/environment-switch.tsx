"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { Select } from "@/components/ui/select.tsx";

/**
 * Narrows every list to one environment. The choice stands in the URL and the rail's links carry it on, so that a
 * link shows the same to whoever opens it. Hidden where there is nothing to choose.
 */
export function EnvironmentSwitch({ environments }: { environments: string[] }) {
  const [{ environment }, choose] = useQueryStates(
    { environment: parseAsString, cursor: parseAsString },
    { shallow: false },
  );
  if (environments.length < 2) return null;
  return (
    <Select
      aria-label="Environment"
      className="border-line px-2"
      value={environment ?? ""}
      onValueChange={(next) => void choose({ environment: next === "" ? null : next, cursor: null })}
      options={[
        { value: "", label: "All environments" },
        ...environments.map((value) => ({ value, label: value })),
      ]}
    />
  );
}
