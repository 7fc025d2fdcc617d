import Link from "next/link";
import { ForgotPasswordForm } from "@/features/auth/forgot-password-form.tsx";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Forgot the password" };

export default function ForgotPasswordPage() {
  return (
    <>
      <ForgotPasswordForm isMailSent={getWiring().env.smtpUrl !== null} />
      <p className="mt-6 text-quiet">
        <Link href="/sign-in" className="link text-ink">
          Back to sign in
        </Link>
      </p>
    </>
  );
}
