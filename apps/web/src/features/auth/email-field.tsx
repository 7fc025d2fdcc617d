"use client";

import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";

/** The address an account is known by. */
export function EmailField({ error, defaultValue }: { error?: string | undefined; defaultValue?: string }) {
  return (
    <Field label="Email" name="email" error={error}>
      <Input
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        required
        defaultValue={defaultValue}
        className="h-10"
      />
    </Field>
  );
}
