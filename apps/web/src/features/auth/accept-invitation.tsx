"use client";

import { useMutation } from "@tanstack/react-query";
import { callApi } from "@/client/api.ts";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";

/** Joins the workspace that invited, and goes there. */
export function AcceptInvitation({ token, workspace }: { token: string; workspace: string }) {
  const accept = useMutation({
    mutationFn: () => requestApi("/api/app/invitations/accept", { method: "POST", body: { token } }),
    // A full load: nothing of another workspace may stay in memory.
    onSuccess: () => window.location.assign("/"),
  });
  const refusal = refusalOf(accept.error);
  return (
    <div className="grid gap-4">
      {refusal !== null && <Refusal refusal={refusal} />}
      <Button
        variant="primary"
        size="lg"
        isBusy={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate()}
      >
        Join {workspace}
      </Button>
    </div>
  );
}

/** Ends the session of another account and asks the same page again. */
export function SignOutHere() {
  const leave = useMutation({
    mutationFn: () => callApi("/api/auth/sign-out", { method: "POST", body: {} }),
    onSuccess: () => window.location.reload(),
  });
  return (
    <Button size="lg" isBusy={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
      Sign out
    </Button>
  );
}
