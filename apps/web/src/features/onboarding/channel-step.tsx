"use client";

import type { ChannelKind } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { type ChannelDraft, channelBody, emptyChannel } from "@/features/channels/channel-draft.ts";
import { DestinationFields } from "@/features/channels/channel-fields.tsx";
import { TestResult } from "@/features/channels/test-result.tsx";
import { useChannelTest } from "@/features/channels/use-channel-test.ts";

const kinds: { value: ChannelKind; name: string }[] = [
  { value: "email", name: "Email" },
  { value: "slack", name: "Slack" },
];

/** Who is told: one destination, and a test that shows whether it arrives. */
export function ChannelStep({
  email,
  hasMailServer,
  onDone,
}: {
  email: string;
  hasMailServer: boolean;
  onDone: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState({
    ...emptyChannel(hasMailServer ? "email" : "slack"),
    destination: { to: email } as ChannelDraft["destination"],
  });
  const test = useChannelTest();
  const save = useMutation({
    mutationFn: () =>
      requestApi<ChannelWire>("/api/v1/channels", { method: "POST", body: channelBody(draft, null) }),
    onSuccess: ({ id }) => test.mutate(id),
  });
  const refusal = refusalOf(save.error);
  useFocusInvalid(form, save.error);
  if (save.data !== undefined)
    return (
      <div className="grid grid-cols-1 gap-4">
        <TestResult isPending={test.isPending} error={test.error} data={test.data} />
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" size="lg" isBusy={test.isPending} onClick={onDone}>
            Finish
          </Button>
          <Button size="lg" isBusy={test.isPending} onClick={() => test.mutate(save.data.id)}>
            Send another test
          </Button>
        </div>
      </div>
    );
  return (
    <form
      ref={form}
      noValidate
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <RadioGroup
        label="Kind of channel"
        className="sm:grid-cols-2"
        value={draft.kind}
        onValueChange={(kind) => setDraft({ ...draft, kind })}
      >
        {kinds.map(({ value, name }) => (
          <RadioOption key={value} value={value} label={name} />
        ))}
      </RadioGroup>
      <DestinationFields
        draft={draft}
        set={(change) => setDraft({ ...draft, ...change })}
        errors={refusal?.fields ?? {}}
        stored={null}
        hasMailServer={hasMailServer}
      />
      {refusal !== null && <ErrorState title={refusal.detail} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" isBusy={save.isPending}>
          Save and send test
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Later: tell nobody for now
        </Button>
      </div>
    </form>
  );
}
