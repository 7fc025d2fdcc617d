"use client";

import { channelKind } from "@rollcall/domain/glossary";
import type { ChannelSecretWire, ChannelWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { toast } from "@/components/ui/toast.tsx";
import { type ChannelDraft, channelBody, draftOfChannel } from "./channel-draft.ts";
import { DestinationFields } from "./channel-fields.tsx";
import { ChannelFilter } from "./channel-filter.tsx";
import { channelKinds } from "./channel-kinds.tsx";
import { ShownOnce } from "./shown-once.tsx";

export type ChannelChoices = { services: string[]; environments: string[]; hasMailServer: boolean };

/** A new channel, or a stored one to change; saved, it shows its own page, where it can be tested. */
export function ChannelForm({
  saved,
  channel,
  services,
  environments,
  hasMailServer,
}: ChannelChoices & { saved: ChannelDraft; channel: ChannelWire | null }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(saved);
  const set = (change: Partial<ChannelDraft>) => setDraft((current) => ({ ...current, ...change }));
  const isNew = channel === null;
  const save = useMutation({
    mutationFn: () =>
      requestApi<ChannelSecretWire>(isNew ? "/api/v1/channels" : `/api/v1/channels/${channel.id}`, {
        method: isNew ? "POST" : "PATCH",
        body: channelBody(draft, channel?.config ?? null),
      }),
    onSuccess: (channel) => {
      toast(`${channel.name} is saved.`);
      if (channel.secret === undefined) goOn(channel);
    },
  });
  const goOn = (channel: ChannelWire) => {
    save.reset();
    setDraft(draftOfChannel(channel));
    if (isNew) router.push(`/channels/${channel.id}`);
    router.refresh();
  };
  const refusal = refusalOf(save.error);
  const errors = refusal?.fields ?? {};
  useFocusInvalid(form, save.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
      className="grid max-w-180 grid-cols-1 gap-5"
    >
      {isNew && (
        <RadioGroup
          label="Kind of channel"
          className="grid-cols-2"
          value={draft.kind}
          onValueChange={(kind) => set({ kind })}
        >
          {channelKind.options.map((kind) => (
            <RadioOption key={kind} value={kind} label={channelKinds[kind].name} />
          ))}
        </RadioGroup>
      )}
      <DestinationFields
        draft={draft}
        set={set}
        errors={errors}
        stored={channel?.config ?? null}
        hasMailServer={hasMailServer}
      />
      <ChannelFilter draft={draft} set={set} services={services} environments={environments} />
      {refusal !== null && <ErrorState title={refusal.detail} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          Save the channel
        </Button>
        <Button render={<Link href="/channels" />}>{isNew ? "Cancel" : "Back to channels"}</Button>
      </div>
      <ShownOnce secret={save.data?.secret} onDone={() => save.data && goOn(save.data)} />
    </form>
  );
}
