"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { refusalOf, requestApi } from "@/client/request.ts";
import { QuietMenu } from "../incident/quiet-menu.tsx";
import { Button } from "../ui/button.tsx";
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
        <QuietMenu label="Mute" isBusy={mute.isPending} onChoose={(minutes) => mute.mutate(minutes)} />
      )}
      {refusal !== null && (
        <div className="basis-full">
          <Refusal refusal={refusal} />
        </div>
      )}
    </>
  );
}
