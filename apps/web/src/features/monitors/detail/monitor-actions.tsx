"use client";

import type { MonitorWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { EllipsisIcon } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button, buttonVariants } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { toast } from "@/components/ui/toast.tsx";

type Shown = Pick<MonitorWire, "id" | "name" | "service" | "environment" | "enabled">;

/** What can be done with a monitor besides looking at it. */
export function MonitorActions({ monitor }: { monitor: Shown }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const path = `/api/v1/monitors/${monitor.id}`;
  const turn = useMutation({
    mutationFn: (enabled: boolean) => requestApi<MonitorWire>(path, { method: "PATCH", body: { enabled } }),
    onSuccess: ({ enabled }) => {
      toast(enabled ? "Resumed. It is being probed now." : "Paused. It is not probed until it is resumed.");
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  const remove = useMutation({
    mutationFn: () => requestApi(path, { method: "DELETE" }),
    onSuccess: () => {
      toast(`${monitor.name} is deleted.`);
      router.push("/monitors");
      router.refresh();
    },
  });
  return (
    <>
      <Button isBusy={turn.isPending} onClick={() => turn.mutate(!monitor.enabled)}>
        {monitor.enabled ? "Pause" : "Resume"}
      </Button>
      <Button render={<Link href={`/monitors/${monitor.id}/edit`} />}>Edit</Button>
      <DropdownMenu>
        <DropdownMenuTrigger aria-label="More" className={buttonVariants({ variant: "ghost", size: "icon" })}>
          <EllipsisIcon aria-hidden="true" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem className="text-error" onClick={() => setIsAsking(true)}>
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${monitor.name}?`}
        description={`It is not probed any more, and deploys of ${monitor.service} in ${monitor.environment} are judged without it. Deploys and incidents it took part in stay.`}
        confirm="Delete the monitor"
        isBusy={remove.isPending || remove.isSuccess}
        refusal={refusalOf(remove.error)}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
