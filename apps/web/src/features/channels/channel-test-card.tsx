"use client";

import type { ChannelWire } from "@rollcall/domain/wire";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { DeliveryLine } from "./delivery-line.tsx";
import { TestResult } from "./test-result.tsx";
import { useChannelTest } from "./use-channel-test.ts";

/** Proves that a channel arrives. */
export function ChannelTestCard({ channel }: { channel: ChannelWire }) {
  const test = useChannelTest();
  return (
    <Card
      title="Does it arrive?"
      className="max-w-180"
      actions={
        <Button size="sm" isBusy={test.isPending} onClick={() => test.mutate(channel.id)}>
          Send test
        </Button>
      }
    >
      {test.isIdle ? (
        channel.lastDelivery === null ? (
          <p className="text-quiet">
            Nothing was sent yet. A test is marked as one and takes the way of a real alert.
          </p>
        ) : (
          <DeliveryLine delivery={channel.lastDelivery} />
        )
      ) : (
        <TestResult isPending={test.isPending} error={test.error} data={test.data} />
      )}
    </Card>
  );
}
