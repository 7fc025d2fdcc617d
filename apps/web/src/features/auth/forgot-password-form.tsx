"use client";

import { useState } from "react";
import { AuthForm } from "./auth-form.tsx";
import { AuthHeading } from "./auth-heading.tsx";
import { EmailField } from "./email-field.tsx";

/** Asks for a reset link. What is answered does not tell whether the address has an account. */
export function ForgotPasswordForm({ isMailSent }: { isMailSent: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) return <LinkIsOnItsWay email={sentTo} isMailSent={isMailSent} />;
  return (
    <>
      <AuthHeading title="Forgot the password">
        {isMailSent
          ? "We send a link to choose a new one. It works once, for an hour."
          : "This instance has no mail server: the link is written to its log, and its operator hands it on."}
      </AuthHeading>
      <AuthForm
        path="/api/auth/request-password-reset"
        toBody={({ email }) => ({ email, redirectTo: "/reset-password" })}
        submit={isMailSent ? "Send the link" : "Make a link"}
        onDone={({ email }) => setSentTo(email ?? "")}
      >
        {(errors) => <EmailField error={errors.email} />}
      </AuthForm>
    </>
  );
}

function LinkIsOnItsWay({ email, isMailSent }: { email: string; isMailSent: boolean }) {
  return (
    <div role="status">
      <AuthHeading title={isMailSent ? "Look into your mail" : "Ask the operator"}>
        If <span className="text-ink">{email}</span> has an account here, a link to choose a new password{" "}
        {isMailSent ? "is on its way" : "stands in the log of this instance"}. It works once, for an hour.
      </AuthHeading>
    </div>
  );
}
