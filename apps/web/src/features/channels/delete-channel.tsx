"use client";

import type { ChannelWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { refusalOf, requestApi } from "@/client/request.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { toast } from "@/components/ui/toast.tsx";

/** Asks, then deletes; what is still to be sent there is dropped. */
export function DeleteChannel({
  channel,
  open,
  onOpenChange,
}: {
  channel: Pick<ChannelWire, "id" | "name">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const remove = useMutation({
    mutationFn: () => requestApi(`/api/v1/channels/${channel.id}`, { method: "DELETE" }),
    onSuccess: () => {
      toast(`${channel.name} is deleted.`);
      onOpenChange(false);
      router.push("/channels");
      router.refresh();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${channel.name}?`}
      description="Nobody is told here any more, and recoveries of what was told here are not sent. What was delivered stays on the timelines."
      confirm="Delete the channel"
      isBusy={remove.isPending}
      refusal={refusalOf(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
