"use client";

import { EyeIcon, EyeOffIcon } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";

/** A password that can be looked at, and that says when Caps Lock is on. */
export function PasswordField({
  label,
  name,
  autoComplete,
  hint,
  error,
}: {
  label: string;
  name: string;
  autoComplete: "current-password" | "new-password";
  hint?: string;
  error?: string | undefined;
}) {
  const [isShown, setIsShown] = useState(false);
  const [hasCapsLock, setHasCapsLock] = useState(false);
  const Icon = isShown ? EyeOffIcon : EyeIcon;
  return (
    <Field label={label} name={name} hint={hint} error={error}>
      <div className="relative">
        <Input
          type={isShown ? "text" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          required
          className="h-10 pr-10"
          onKeyUp={(event) => setHasCapsLock(event.getModifierState("CapsLock"))}
          onBlur={() => setHasCapsLock(false)}
        />
        <Button
          variant="ghost"
          size="icon"
          aria-label={isShown ? "Hide the password" : "Show the password"}
          aria-pressed={isShown}
          className="absolute top-1 right-1"
          onClick={() => setIsShown(!isShown)}
        >
          <Icon aria-hidden="true" />
        </Button>
      </div>
      <span role="status" className="text-previous text-sm empty:hidden">
        {hasCapsLock ? "Caps Lock is on." : ""}
      </span>
    </Field>
  );
}
