"use client";

import { Input as BaseInput } from "@base-ui/react/input";
import { cn } from "./cn.ts";

export const inputClasses =
  "h-8 w-full min-w-0 rounded-md border border-field bg-surface px-2.5 text-base text-ink placeholder:text-quiet disabled:opacity-50 data-invalid:border-error focus-visible:outline-offset-0";

/** A text field; inside `Field` it takes its label, description and error from there. */
export function Input({ className, ...props }: React.ComponentProps<"input">) {
  return <BaseInput className={cn(inputClasses, className)} {...props} />;
}

/** Several lines of text, monospaced because what is pasted here is code. */
export function Textarea({ className, ...props }: React.ComponentProps<"textarea">) {
  return (
    <BaseInput
      render={<textarea {...props} />}
      className={cn(inputClasses, "figures h-auto min-h-20 py-1.5 text-sm", className)}
    />
  );
}
