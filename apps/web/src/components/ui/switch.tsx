"use client";

import { Field } from "@base-ui/react/field";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import { useId } from "react";
import { cn } from "./cn.ts";

/** On or off, in effect at once, with its words behind it; `isLabelHidden` keeps them for screen readers only. */
export function Switch({
  label,
  isLabelHidden = false,
  className,
  ...props
}: Omit<React.ComponentProps<typeof BaseSwitch.Root>, "className"> & {
  label: React.ReactNode;
  isLabelHidden?: boolean;
  className?: string;
}) {
  const labelId = useId();
  return (
    <Field.Root>
      <Field.Label className={cn("flex items-center gap-2", className)}>
        <BaseSwitch.Root
          aria-labelledby={labelId}
          className="flex h-5 w-9 shrink-0 items-center rounded-full border border-field bg-sunken p-0.5 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
          {...props}
        >
          <BaseSwitch.Thumb className="size-3.5 rounded-full bg-field transition-transform duration-150 data-checked:translate-x-4 data-checked:bg-accent-ink" />
        </BaseSwitch.Root>
        <span id={labelId} className={cn(isLabelHidden && "sr-only")}>
          {label}
        </span>
      </Field.Label>
    </Field.Root>
  );
}
