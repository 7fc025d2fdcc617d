"use client";

import type { MemberRole } from "@rollcall/domain/glossary";
import type { MemberWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Another role for a member, at once; refused where the workspace would be left without an owner. */
export function MemberRoleSelect({ member, roles }: { member: MemberWire; roles: readonly MemberRole[] }) {
  const router = useRouter();
  const change = useMutation({
    mutationFn: (role: MemberRole) =>
      requestApi<MemberWire>(`/api/v1/members/${member.userId}`, { method: "PATCH", body: { role } }),
    onSuccess: ({ name, role }) => {
      toast(`${name} is ${role} now.`);
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      className="w-28"
      value={member.role}
      disabled={change.isPending}
      onValueChange={(role) => change.mutate(role)}
      options={roles.map((role) => ({ value: role, label: role }))}
    />
  );
}

/** Takes somebody out of the workspace, or lets oneself out. */
export function RemoveMember({ member, isSelf }: { member: MemberWire; isSelf: boolean }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => requestApi(`/api/v1/members/${member.userId}`, { method: "DELETE" }),
    onSuccess: () => {
      // A full load: nothing of the workspace that is left may stay in memory.
      if (isSelf) return window.location.assign("/");
      setIsAsking(false);
      toast(`${member.name} is no member any more.`);
      router.refresh();
    },
  });
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        aria-label={isSelf ? "Leave the workspace" : `Remove ${member.name}`}
        onClick={() => setIsAsking(true)}
      >
        {isSelf ? "Leave" : "Remove"}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={isSelf ? "Leave this workspace?" : `Remove ${member.name}?`}
        description={
          isSelf
            ? "You see nothing of it any more until somebody invites you again. What you made stays, API tokens too."
            : "They see nothing of this workspace any more. What they made stays, API tokens too: revoke those that they know."
        }
        confirm={isSelf ? "Leave" : "Remove"}
        isBusy={remove.isPending || (isSelf && remove.isSuccess)}
        refusal={refusalOf(remove.error)}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
