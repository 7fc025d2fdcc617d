import Link from "next/link";
import { AuthHeading } from "@/features/auth/auth-heading.tsx";
import { ResetPasswordForm } from "@/features/auth/reset-password-form.tsx";

export const metadata = { title: "New password", referrer: "no-referrer" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const isUsable = typeof token === "string" && token !== "";
  return (
    <>
      <AuthHeading title="New password">
        {isUsable
          ? "Setting it ends every session of your account, also this one."
          : "This link is not complete. Open it from the mail again, or ask for a new one."}
      </AuthHeading>
      {isUsable && <ResetPasswordForm token={token} />}
      <p className="mt-6 text-quiet">
        <Link href="/forgot-password" className="link text-ink">
          Ask for a new link
        </Link>
      </p>
    </>
  );
}
