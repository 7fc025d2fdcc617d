"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as BaseRadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";
import { cn } from "./cn.ts";

/** One choice of a few that are all worth reading; arrow keys move between them. */
export function RadioGroup<T extends string>({
  label,
  value,
  onValueChange,
  className,
  children,
}: {
  label: string;
  value: T | null;
  onValueChange: (value: T) => void;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <BaseRadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn("grid gap-2", className)}
    >
      {children}
    </BaseRadioGroup>
  );
}

/** A framed choice: its name, and below it what it means. */
export function RadioOption({
  value,
  label,
  disabled,
  children,
}: {
  value: string;
  label: React.ReactNode;
  disabled?: boolean;
  children?: React.ReactNode;
}) {
  const labelId = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
    <label className="flex min-w-0 items-start gap-2.5 rounded-md border border-line bg-surface p-2.5 has-data-checked:border-accent hover:bg-sunken/60">
      <Radio.Root
        value={value}
        disabled={disabled}
        aria-labelledby={labelId}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-field bg-surface data-checked:border-accent data-disabled:opacity-50"
      >
        <Radio.Indicator className="size-2 rounded-full bg-accent data-unchecked:hidden" />
      </Radio.Root>
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span id={labelId}>{label}</span>
        {children !== undefined && <span className="min-w-0 text-quiet text-sm">{children}</span>}
      </span>
    </label>
  );
}
