"use client";

import type { InvitationWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Time } from "@/components/ui/time.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Who was invited and has not come yet. */
export function InvitationList({
  invitations,
  canChange,
}: {
  invitations: InvitationWire[];
  canChange: boolean;
}) {
  return (
    <ul className="divide-y divide-line">
      {invitations.map((invitation) => (
        <li key={invitation.id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5">
          <span className="min-w-0 max-w-full truncate">{invitation.email}</span>
          <span className="text-quiet text-sm">
            as {invitation.role}, works until <Time at={invitation.expiresAt} show="full" />
          </span>
          {canChange && <Revoke invitation={invitation} />}
        </li>
      ))}
    </ul>
  );
}

function Revoke({ invitation: { id, email } }: { invitation: InvitationWire }) {
  const router = useRouter();
  const revoke = useMutation({
    mutationFn: () => requestApi(`/api/v1/invitations/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      toast(`The invitation of ${email} works no more.`);
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <Button
      variant="ghost"
      size="sm"
      className="ml-auto"
      aria-label={`Take back the invitation of ${email}`}
      isBusy={revoke.isPending}
      onClick={() => revoke.mutate()}
    >
      Take back
    </Button>
  );
}
