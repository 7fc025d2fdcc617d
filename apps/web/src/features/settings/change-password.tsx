"use client";

import { useState } from "react";
import { toast } from "@/components/ui/toast.tsx";
import { AuthForm } from "@/features/auth/auth-form.tsx";
import { PasswordField } from "@/features/auth/password-field.tsx";

/** A new password for the account; every other session of it ends. */
export function ChangePassword({ email }: { email: string }) {
  // Another form each time it was changed: the fields are empty again.
  const [changes, setChanges] = useState(0);
  return (
    <AuthForm
      key={changes}
      path="/api/auth/change-password"
      toBody={({ currentPassword, newPassword }) => ({
        currentPassword,
        newPassword,
        revokeOtherSessions: true,
      })}
      submit="Change the password"
      onDone={() => {
        setChanges(changes + 1);
        toast("The password is changed. Every other session has ended.");
      }}
    >
      {(errors) => (
        <>
          <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
          <PasswordField
            label="Current password"
            name="currentPassword"
            autoComplete="current-password"
            error={errors.currentPassword}
          />
          <PasswordField
            label="New password"
            name="newPassword"
            autoComplete="new-password"
            hint="At least 10 characters."
            error={errors.newPassword}
          />
        </>
      )}
    </AuthForm>
  );
}
