import { readInvitation } from "@rollcall/services/workspaces";
import { headers } from "next/headers";
import Link from "next/link";
import { AcceptInvitation, SignOutHere } from "@/features/auth/accept-invitation.tsx";
import { AuthHeading } from "@/features/auth/auth-heading.tsx";
import { signInHref } from "@/features/auth/sign-in-href.ts";
import { SignUpForm } from "@/features/auth/sign-up-form.tsx";
import { getSession } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Invitation" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the link of an invitation leads: join with the account that was invited, or make it. */
export default async function InvitationPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const offer = typeof token === "string" ? await readInvitation(getWiring(), token) : null;
  if (offer === null || typeof token !== "string")
    return (
      <AuthHeading title="This invitation does not work">
        It works once, for a week, and whoever sent it can take it back. Ask them for another one.
      </AuthHeading>
    );
  const title = `Join ${offer.workspace}`;
  const user = await getSession(await headers());
  if (user === null)
    return (
      <>
        <AuthHeading title={title}>
          You are invited as {offer.role}, with {offer.email}. Make an account with that address.
        </AuthHeading>
        <SignUpForm invitation={{ token, email: offer.email }} submit="Make the account and join" />
        <p className="mt-6 text-quiet">
          Have an account with this address?{" "}
          <Link href={signInHref(`/invitation?${new URLSearchParams({ token })}`)} className="link text-ink">
            Sign in
          </Link>
        </p>
      </>
    );
  if (user.email.toLowerCase() !== offer.email)
    return (
      <>
        <AuthHeading title={title}>
          This invitation is for {offer.email}, and you are signed in as {user.email}.
        </AuthHeading>
        <SignOutHere />
      </>
    );
  return (
    <>
      <AuthHeading title={title}>
        You are invited as {offer.role}. Your own workspaces stay as they are.
      </AuthHeading>
      <AcceptInvitation token={token} workspace={offer.workspace} />
    </>
  );
}
