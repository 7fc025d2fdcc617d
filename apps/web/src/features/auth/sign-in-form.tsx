"use client";

import Link from "next/link";
import { AuthForm } from "./auth-form.tsx";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";

/** Email and password; goes on to `next`, a path of this instance. */
export function SignInForm({ next }: { next: string }) {
  return (
    <AuthForm
      path="/api/auth/sign-in/email"
      toBody={({ email, password }) => ({ email, password })}
      submit="Sign in"
      // A full load: nothing painted for nobody may stay in memory.
      onDone={() => window.location.assign(next)}
    >
      {(errors) => (
        <>
          <EmailField error={errors.email} />
          <div className="grid gap-1.5">
            <PasswordField
              label="Password"
              name="password"
              autoComplete="current-password"
              error={errors.password}
            />
            <Link href="/forgot-password" className="link justify-self-start text-quiet text-sm">
              Forgot the password
            </Link>
          </div>
        </>
      )}
    </AuthForm>
  );
}
