"use client";

import type { ChannelSecretWire, ChannelWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useClockText } from "@/client/clock.tsx";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Time } from "@/components/ui/time.tsx";
import { ShownOnce } from "./shown-once.tsx";

/** A webhook's signing secret: how to change it without losing a message. */
export function RotateSecret({ channel }: { channel: ChannelWire }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const rotate = useMutation({
    mutationFn: () =>
      requestApi<ChannelSecretWire>(`/api/v1/channels/${channel.id}/rotate-secret`, {
        method: "POST",
        body: {},
      }),
    onSuccess: () => {
      setIsAsking(false);
      router.refresh();
    },
  });
  const until = channel.config.previousSecretUntil;
  const overlap = useClockText((now) => (until !== undefined && Date.parse(until) > now ? until : ""));
  return (
    <Card
      title="Signing secret"
      className="max-w-180"
      actions={
        <Button size="sm" onClick={() => setIsAsking(true)}>
          Rotate the secret
        </Button>
      }
    >
      <p className="text-quiet">
        {overlap !== "" ? (
          <>
            The secret before the last rotation signs as well; that ends <Time at={overlap} />.
          </>
        ) : (
          "Every message is signed. After a rotation the old secret signs as well for 24 hours."
        )}
      </p>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Rotate the secret of ${channel.name}?`}
        description="A new secret is made and shown once. For 24 hours messages carry a signature by either, so that your receiver can change over."
        confirm="Rotate the secret"
        isBusy={rotate.isPending}
        refusal={refusalOf(rotate.error)}
        onConfirm={() => rotate.mutate()}
      />
      <ShownOnce secret={rotate.data?.secret} onDone={rotate.reset} />
    </Card>
  );
}
