"use client";

import type { MaintenanceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Ends what is on, or takes away what is not; the time that it was on stays left out of uptime. */
export function SettleMaintenance({ window: { id, state, repeat, reason } }: { window: MaintenanceWire }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const isOn = state === "active";
  const settle = useMutation({
    mutationFn: () =>
      isOn
        ? requestApi(`/api/v1/maintenance/${id}/end`, { method: "POST", body: {} })
        : requestApi(`/api/v1/maintenance/${id}`, { method: "DELETE" }),
    onSuccess: () => {
      setIsAsking(false);
      toast(isOn ? "Maintenance is over. What still fails is told in half a minute." : "Deleted");
      router.refresh();
    },
  });
  const verb = isOn ? "End now" : "Delete";
  return (
    <>
      <Button
        variant={isOn ? "secondary" : "ghost"}
        size="sm"
        aria-label={`${verb}: ${reason}`}
        onClick={() => setIsAsking(true)}
      >
        {verb}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={isOn ? "End this maintenance?" : "Delete this maintenance?"}
        description={
          isOn
            ? `What fails is probed afresh, and told if it still fails half a minute later.${repeat === null ? "" : " It is on again the next time."}`
            : "The times that it was on stay left out of uptime."
        }
        confirm={isOn ? "End it" : "Delete it"}
        isBusy={settle.isPending}
        refusal={refusalOf(settle.error)}
        onConfirm={() => settle.mutate()}
      />
    </>
  );
}
