"use client";

import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Field } from "@base-ui/react/field";
import { CheckIcon } from "lucide-react";
import { useId } from "react";
import { cn } from "./cn.ts";

/** A box that is ticked or not, with its words behind it. */
export function Checkbox({
  label,
  className,
  ...props
}: Omit<React.ComponentProps<typeof BaseCheckbox.Root>, "className"> & {
  label: React.ReactNode;
  className?: string;
}) {
  const labelId = useId();
  return (
    <Field.Root>
      <Field.Label className={cn("flex items-start gap-2", className)}>
        <BaseCheckbox.Root
          aria-labelledby={labelId}
          className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-field bg-surface data-checked:border-accent data-checked:bg-accent data-checked:text-accent-ink data-disabled:opacity-50"
          {...props}
        >
          <BaseCheckbox.Indicator className="flex data-unchecked:hidden">
            <CheckIcon aria-hidden="true" className="size-3" strokeWidth={3} />
          </BaseCheckbox.Indicator>
        </BaseCheckbox.Root>
        <span id={labelId}>{label}</span>
      </Field.Label>
    </Field.Root>
  );
}
