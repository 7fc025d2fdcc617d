import { InfoIcon } from "lucide-react";
import { headers } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/features/auth/auth-heading.tsx";
import { ownPath } from "@/features/auth/own-path.ts";
import { readSignUp, type SignUp } from "@/features/auth/read-sign-up.ts";
import { SignInForm } from "@/features/auth/sign-in-form.tsx";
import { getSession } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Why somebody who did not ask for it stands here. */
const reasons: Record<string, string> = {
  password_set: "The password is set. Sign in with it.",
  link_used: "This sign-in link was used already or is too old. It works once, for a quarter of an hour.",
  no_workspace: "Your account belongs to no workspace any more. Signing in again makes one.",
};

export default async function SignInPage({ searchParams }: Props) {
  const { next: asked, reason } = await searchParams;
  const next = ownPath(asked);
  const isSignedIn = (await getSession(await headers())) !== null;
  if (isSignedIn && reason !== "no_workspace") redirect(next);
  const signUp = await readSignUp(getWiring());
  const told = typeof reason === "string" ? reasons[reason] : undefined;
  return (
    <>
      <AuthHeading title="Sign in" />
      {told !== undefined && (
        <p role="status" className="mb-4 flex items-start gap-2 rounded-md border border-line p-3">
          <InfoIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-quiet" />
          {told}
        </p>
      )}
      <SignInForm next={next} />
      <NoAccountYet signUp={signUp} />
    </>
  );
}

function NoAccountYet({ signUp }: { signUp: SignUp }) {
  if (signUp.isOpen)
    return (
      <p className="mt-6 text-quiet">
        No account yet?{" "}
        <Link href="/sign-up" className="link text-ink">
          Sign up
        </Link>
      </p>
    );
  return (
    <p className="mt-6 text-quiet">
      {signUp.isFirstRun
        ? "Nobody has an account here yet: open the set-up link that the server printed when it started."
        : "New accounts are closed on this instance. Ask whoever runs it."}
    </p>
  );
}
