import { isSetupToken } from "@rollcall/services/workspaces";
import Link from "next/link";
import { AuthHeading } from "@/features/auth/auth-heading.tsx";
import { readSignUp } from "@/features/auth/read-sign-up.ts";
import { SignUpForm } from "@/features/auth/sign-up-form.tsx";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Set up" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the set-up link of a new instance leads: the first account. */
export default async function SetupPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const wiring = getWiring();
  const { isFirstRun } = await readSignUp(wiring);
  if (!isFirstRun)
    return (
      <AuthHeading title="Already set up">
        This instance has its first account.{" "}
        <Link href="/sign-in" className="link text-ink">
          Sign in
        </Link>
      </AuthHeading>
    );
  if (typeof token !== "string" || !(await isSetupToken(wiring, token)))
    return (
      <AuthHeading title="This set-up link does not work">
        It works for a day, and only the newest one does. Start the server again: it prints a new link.
      </AuthHeading>
    );
  return (
    <>
      <AuthHeading title="Set up Rollcall">
        The first account owns this instance's first workspace.
      </AuthHeading>
      <SignUpForm setupToken={token} submit="Make the account" />
    </>
  );
}
