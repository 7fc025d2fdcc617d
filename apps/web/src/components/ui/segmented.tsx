"use client";

import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";

/** Two or three ways to see the same thing; exactly one is chosen. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onValueChange,
}: {
  label: string;
  options: readonly { value: T; name: string }[];
  value: T;
  onValueChange: (value: T) => void;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => next !== undefined && onValueChange(next as T)}
      className="flex rounded-md border border-line p-0.5"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="h-6 rounded-sm px-2 text-quiet text-sm hover:text-ink data-pressed:bg-sunken data-pressed:text-ink"
        >
          {option.name}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
