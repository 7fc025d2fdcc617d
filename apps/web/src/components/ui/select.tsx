"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { CheckIcon, ChevronsUpDownIcon } from "lucide-react";
import { cn } from "./cn.ts";
import { inputClasses } from "./input.tsx";
import { popupClasses } from "./popup-classes.ts";

export type SelectOption<T extends string> = { value: T; label: React.ReactNode };

/** One choice of a short list. Inside `Field` it is labelled there; elsewhere pass `aria-label`. */
export function Select<T extends string>({
  options,
  value,
  defaultValue,
  onValueChange,
  placeholder,
  name,
  disabled,
  className,
  "aria-label": ariaLabel,
}: {
  options: readonly SelectOption<T>[];
  value?: T | null;
  defaultValue?: T;
  onValueChange?: (value: T) => void;
  placeholder?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
}) {
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      defaultValue={defaultValue}
      onValueChange={(next) => next !== null && onValueChange?.(next)}
      name={name}
      disabled={disabled}
    >
      <BaseSelect.Trigger
        aria-label={ariaLabel}
        className={cn(inputClasses, "flex items-center justify-between gap-2 text-left", className)}
      >
        <BaseSelect.Value className="truncate data-placeholder:text-quiet" placeholder={placeholder} />
        <BaseSelect.Icon>
          <ChevronsUpDownIcon className="size-3.5 text-quiet" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className="z-50" sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={cn(popupClasses, "min-w-(--anchor-width) p-1")}>
            <BaseSelect.List className="max-h-(--available-height) overflow-y-auto">
              {options.map((option) => (
                <BaseSelect.Item
                  key={option.value}
                  value={option.value}
                  className="grid min-h-7 cursor-default select-none grid-cols-[16px_1fr] items-center gap-2 rounded-sm px-2 text-base outline-none data-highlighted:bg-sunken"
                >
                  <BaseSelect.ItemIndicator className="col-start-1">
                    <CheckIcon className="size-3.5" />
                  </BaseSelect.ItemIndicator>
                  <BaseSelect.ItemText className="col-start-2">{option.label}</BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
