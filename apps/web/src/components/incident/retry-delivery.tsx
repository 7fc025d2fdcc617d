"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { requestApi } from "@/client/request.ts";
import { Button } from "../ui/button.tsx";
import { toast } from "../ui/toast.tsx";

/** Sends a message again that did not arrive; it says what is true by then. */
export function RetryDelivery({ deliveryId, channelName }: { deliveryId: string; channelName: string }) {
  const router = useRouter();
  const retry = useMutation({
    mutationFn: () => requestApi(`/api/v1/deliveries/${deliveryId}/retry`, { method: "POST" }),
    onSuccess: () => {
      toast(`Trying ${channelName} again`);
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <Button
      size="sm"
      className="mt-1"
      isBusy={retry.isPending}
      aria-label={`Try ${channelName} again`}
      onClick={() => retry.mutate()}
    >
      Try again
    </Button>
  );
}
