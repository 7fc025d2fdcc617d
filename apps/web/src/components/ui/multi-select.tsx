"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { CheckIcon, ChevronsUpDownIcon } from "lucide-react";
import { cn } from "./cn.ts";
import { inputClasses } from "./input.tsx";
import { popupClasses } from "./popup-classes.ts";

/** Some of a list, or all: choosing none means all, and `allLabel` says so. */
export function MultiSelect({
  label,
  options,
  value,
  onValueChange,
  allLabel,
  wordsFor = (option) => option,
  className,
}: {
  label: string;
  options: readonly string[];
  value: string[];
  onValueChange: (value: string[]) => void;
  allLabel: string;
  /** What people read for an option. */
  wordsFor?: (option: string) => string;
  className?: string;
}) {
  // What was chosen earlier and exists no more must stay visible, to be taken away.
  const shown = [...new Set([...options, ...value])];
  return (
    <BaseSelect.Root multiple value={value} onValueChange={onValueChange}>
      <BaseSelect.Trigger
        aria-label={label}
        className={cn(inputClasses, "flex items-center justify-between gap-2 text-left", className)}
      >
        <BaseSelect.Value className="truncate">
          {(chosen: string[]) => (chosen.length === 0 ? allLabel : chosen.map(wordsFor).join(", "))}
        </BaseSelect.Value>
        <BaseSelect.Icon>
          <ChevronsUpDownIcon className="size-3.5 text-quiet" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className="z-50" sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={cn(popupClasses, "min-w-(--anchor-width) p-1")}>
            <BaseSelect.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto">
              {shown.length === 0 && <p className="px-2 py-1 text-quiet">There are none yet.</p>}
              {shown.map((option) => (
                <BaseSelect.Item
                  key={option}
                  value={option}
                  className="grid min-h-7 cursor-default select-none grid-cols-[16px_1fr] items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-sunken"
                >
                  <BaseSelect.ItemIndicator className="col-start-1">
                    <CheckIcon className="size-3.5" />
                  </BaseSelect.ItemIndicator>
                  <BaseSelect.ItemText className="col-start-2">{wordsFor(option)}</BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
