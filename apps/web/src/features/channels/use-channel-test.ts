"use client";

import type { DeliveryWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { requestApi } from "@/client/request.ts";

/** Sends a sample through the same way as a real notice; `delivery` is `null` when no notifier has taken it up. */
export function useChannelTest() {
  const router = useRouter();
  return useMutation({
    mutationFn: (channelId: string) =>
      requestApi<{ delivery: DeliveryWire | null }>(`/api/v1/channels/${channelId}/test`, { method: "POST" }),
    onSettled: () => router.refresh(),
  });
}
