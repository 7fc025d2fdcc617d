"use client";

import { Field as BaseField } from "@base-ui/react/field";
import { cn } from "./cn.ts";

/**
 * Label, control, hint and error of one input, joined for assistive technology. `error` is the server's or the
 * form's own sentence; its presence marks the control as invalid.
 */
export function Field({
  label,
  hint,
  error,
  name,
  className,
  children,
}: {
  label: React.ReactNode;
  hint?: React.ReactNode;
  error?: string | undefined;
  name?: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <BaseField.Root name={name} invalid={error !== undefined} className={cn("grid gap-1.5", className)}>
      <BaseField.Label className="font-medium text-sm">{label}</BaseField.Label>
      {children}
      {hint !== undefined && error === undefined && (
        <BaseField.Description className="text-quiet text-sm">{hint}</BaseField.Description>
      )}
      {error !== undefined && (
        <BaseField.Error match className="text-error text-sm first-letter:uppercase">
          {error}
        </BaseField.Error>
      )}
    </BaseField.Root>
  );
}
