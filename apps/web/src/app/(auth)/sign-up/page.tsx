import Link from "next/link";
import { AuthHeading } from "@/features/auth/auth-heading.tsx";
import { readSignUp } from "@/features/auth/read-sign-up.ts";
import { SignUpForm } from "@/features/auth/sign-up-form.tsx";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Sign up" };

export default async function SignUpPage() {
  const { isOpen, isFirstRun } = await readSignUp(getWiring());
  return (
    <>
      {isOpen ? (
        <>
          <AuthHeading title="Sign up">
            {isFirstRun
              ? "You are the first here. Your account gets a workspace that you own."
              : "Your account gets a workspace of its own."}
          </AuthHeading>
          <SignUpForm submit="Sign up" />
        </>
      ) : (
        <AuthHeading title="Sign-up is closed">
          {isFirstRun
            ? "The first account is made with the set-up link that the server printed when it started."
            : "New accounts are closed on this instance. Ask whoever runs it."}
        </AuthHeading>
      )}
      <p className="mt-6 text-quiet">
        Have an account?{" "}
        <Link href="/sign-in" className="link text-ink">
          Sign in
        </Link>
      </p>
    </>
  );
}
