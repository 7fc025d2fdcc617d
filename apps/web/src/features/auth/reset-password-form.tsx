"use client";

import { AuthForm } from "./auth-form.tsx";
import { PasswordField } from "./password-field.tsx";

/** Sets a new password with the token of a reset link; every session of the account ends. */
export function ResetPasswordForm({ token }: { token: string }) {
  return (
    <AuthForm
      path="/api/auth/reset-password"
      toBody={({ newPassword }) => ({ token, newPassword })}
      submit="Set the password"
      onDone={() => window.location.assign("/sign-in?reason=password_set")}
    >
      {(errors) => (
        <PasswordField
          label="New password"
          name="newPassword"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={errors.newPassword}
        />
      )}
    </AuthForm>
  );
}
