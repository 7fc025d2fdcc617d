"use client";

import type { ChannelWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { EllipsisIcon } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { requestApi } from "@/client/request.ts";
import { Button, buttonVariants } from "@/components/ui/button.tsx";
import { cn } from "@/components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLinkItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { toast } from "@/components/ui/toast.tsx";
import { channelKinds, destinationOf } from "./channel-kinds.tsx";
import { channelStatus } from "./channel-status.ts";
import { DeleteChannel } from "./delete-channel.tsx";
import { DeliveryLine } from "./delivery-line.tsx";
import { TestResult } from "./test-result.tsx";
import { useChannelTest } from "./use-channel-test.ts";

/** One channel, with what can be done to it at once. */
export function ChannelRow({ channel, canChange }: { channel: ChannelWire; canChange: boolean }) {
  const test = useChannelTest();
  const { name: kind, icon: Icon } = channelKinds[channel.kind];
  const isTested = !test.isIdle;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2 p-3 md:grid-cols-[auto_minmax(0,1fr)_auto]">
      <Icon aria-label={kind} className="mt-0.5 size-4 text-quiet" />
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {canChange ? (
            <Link href={`/channels/${channel.id}`} className="link font-medium">
              {channel.name}
            </Link>
          ) : (
            <span className="font-medium">{channel.name}</span>
          )}
          <span className="min-w-0 break-all text-quiet text-sm">{destinationOf(channel)}</span>
        </p>
        <p className={cn(!channel.enabled && channel.disabledReason !== null && "text-error")}>
          {channelStatus(channel)}
        </p>
        {isTested ? (
          <TestResult isPending={test.isPending} error={test.error} data={test.data} />
        ) : channel.lastDelivery === null ? (
          <p className="text-quiet text-sm">Nothing was sent yet.</p>
        ) : (
          <DeliveryLine delivery={channel.lastDelivery} />
        )}
      </div>
      {canChange && (
        <div className="col-start-2 flex flex-wrap items-center gap-2 self-start md:col-start-3">
          <EnabledSwitch channel={channel} />
          <Button size="sm" isBusy={test.isPending} onClick={() => test.mutate(channel.id)}>
            Send test
          </Button>
          <ChannelMenu channel={channel} />
        </div>
      )}
    </div>
  );
}

function EnabledSwitch({ channel }: { channel: ChannelWire }) {
  const router = useRouter();
  const turn = useMutation({
    mutationFn: (enabled: boolean) =>
      requestApi(`/api/v1/channels/${channel.id}`, { method: "PATCH", body: { enabled } }),
    onSuccess: () => router.refresh(),
    onError: (error) => toast.error(error.message),
  });
  return (
    <Switch
      label={`${channel.name} is on`}
      isLabelHidden
      checked={turn.isPending ? turn.variables : channel.enabled}
      onCheckedChange={(enabled) => turn.mutate(enabled)}
    />
  );
}

function ChannelMenu({ channel }: { channel: ChannelWire }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          aria-label={`More for ${channel.name}`}
          className={buttonVariants({ variant: "ghost", size: "icon" })}
        >
          <EllipsisIcon aria-hidden="true" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuLinkItem render={<Link href={`/channels/${channel.id}`} />}>Edit</DropdownMenuLinkItem>
          <DropdownMenuItem className="text-error" onClick={() => setIsAsking(true)}>
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <DeleteChannel channel={channel} open={isAsking} onOpenChange={setIsAsking} />
    </>
  );
}
