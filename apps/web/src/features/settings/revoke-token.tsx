"use client";

import type { TokenWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Ends a token for good, once asked. */
export function RevokeToken({ token }: { token: Pick<TokenWire, "id" | "name"> }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => requestApi(`/api/v1/tokens/${token.id}`, { method: "DELETE" }),
    onSuccess: () => {
      setIsAsking(false);
      toast(`${token.name} is revoked.`);
      router.refresh();
    },
  });
  return (
    <>
      <Button variant="ghost" size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setIsAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Revoke ${token.name}?`}
        description="Whatever uses it is refused from now on. It cannot be brought back."
        confirm="Revoke the token"
        isBusy={revoke.isPending}
        refusal={refusalOf(revoke.error)}
        onConfirm={() => revoke.mutate()}
      />
    </>
  );
}
