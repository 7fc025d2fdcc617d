"use client";

import { useMutation } from "@tanstack/react-query";
import { ChevronDownIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { refusalOf, requestApi } from "@/client/request.ts";
import { quietTimes } from "../incident/quiet-times.ts";
import { Button, buttonVariants } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { toast } from "../ui/toast.tsx";

/** Keeps a service quiet for a while, or ends that. */
export function MuteService({ service, isMuted }: { service: string; isMuted: boolean }) {
  const router = useRouter();
  const mute = useMutation({
    mutationFn: (minutes: number | null) =>
      requestApi(`/api/v1/services/${encodeURIComponent(service)}`, {
        method: "PATCH",
        body: {
          mutedUntil: minutes === null ? null : new Date(Date.now() + minutes * 60_000).toISOString(),
        },
      }),
    onSuccess: (_, minutes) => {
      toast(minutes === null ? "Not muted any more" : "Muted: nobody is told of its problems");
      router.refresh();
    },
  });
  const refusal = refusalOf(mute.error);
  return (
    <>
      {isMuted ? (
        <Button isBusy={mute.isPending} onClick={() => mute.mutate(null)}>
          End the mute
        </Button>
      ) : (
        <DropdownMenu>
          <DropdownMenuTrigger className={buttonVariants()} disabled={mute.isPending}>
            Mute <ChevronDownIcon aria-hidden="true" />
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            {quietTimes.map(({ minutes, name }) => (
              <DropdownMenuItem key={minutes} onClick={() => mute.mutate(minutes)}>
                {name}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      {refusal !== null && (
        <div className="basis-full">
          <Refusal refusal={refusal} />
        </div>
      )}
    </>
  );
}
