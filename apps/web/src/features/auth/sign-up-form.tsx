"use client";

import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { AuthForm } from "./auth-form.tsx";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";

/** A new account, which gets a workspace of its own; `setupToken` is that of the set-up link. */
export function SignUpForm({ setupToken, submit }: { setupToken?: string; submit: string }) {
  return (
    <AuthForm
      path="/api/auth/sign-up/email"
      toBody={({ name, email, password }) => ({
        name,
        email,
        password,
        ...(setupToken !== undefined && { setupToken }),
      })}
      submit={submit}
      onDone={() => window.location.assign("/welcome")}
    >
      {(errors) => (
        <>
          <Field label="Name" name="name" hint="As it stands beside what you do." error={errors.name}>
            <Input autoComplete="name" required className="h-10" />
          </Field>
          <EmailField error={errors.email} />
          <PasswordField
            label="Password"
            name="password"
            autoComplete="new-password"
            hint="At least 10 characters."
            error={errors.password}
          />
        </>
      )}
    </AuthForm>
  );
}
