"use client";

import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { AuthForm } from "./auth-form.tsx";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";

/** A new account: with a workspace of its own, or in the one whose invitation it comes by. Tokens are those of links. */
export function SignUpForm({
  setupToken,
  invitation,
  submit,
}: {
  setupToken?: string;
  invitation?: { token: string; email: string };
  submit: string;
}) {
  return (
    <AuthForm
      path="/api/auth/sign-up/email"
      toBody={({ name, email, password }) => ({
        name,
        email,
        password,
        ...(setupToken !== undefined && { setupToken }),
        ...(invitation !== undefined && { invitationToken: invitation.token }),
      })}
      submit={submit}
      onDone={() => window.location.assign(invitation === undefined ? "/welcome" : "/")}
    >
      {(errors) => (
        <>
          <Field label="Name" name="name" hint="As it stands beside what you do." error={errors.name}>
            <Input autoComplete="name" required className="h-10" />
          </Field>
          <EmailField error={errors.email} defaultValue={invitation?.email} />
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
