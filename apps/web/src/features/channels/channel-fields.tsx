"use client";

import Link from "next/link";
import { Field } from "@/components/ui/field.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import type { ChannelDraft } from "./channel-draft.ts";
import { channelKinds } from "./channel-kinds.tsx";

type Errors = Record<string, string | undefined>;

/** Where the channel leads: addresses, or a webhook that is never shown again. */
export function DestinationFields({
  draft,
  set,
  errors,
  stored,
  hasMailServer,
}: {
  draft: ChannelDraft;
  set: (change: Partial<ChannelDraft>) => void;
  errors: Errors;
  /** The part of a stored webhook that may be shown; `null` for a new channel. */
  stored: string | null;
  hasMailServer: boolean;
}) {
  const errorBelow = (field: string) =>
    Object.entries(errors).find(([at]) => at === field || at.startsWith(`${field}/`))?.[1];
  return (
    <>
      {draft.kind === "email" ? (
        <Field
          label="Addresses"
          hint="One or more, separated by commas, spaces or lines."
          error={errorBelow("config/to") ?? errors.config}
        >
          <Textarea
            inputMode="email"
            autoCapitalize="off"
            spellCheck={false}
            rows={2}
            className="min-h-15"
            value={draft.to}
            onChange={(event) => set({ to: event.target.value })}
          />
        </Field>
      ) : (
        <Field
          label="Webhook URL"
          hint={
            stored === null ? (
              <>
                From an incoming webhook of a Slack app.{" "}
                <Link href="/docs/guides/alerts#slack" className="link">
                  How to make one
                </Link>
              </>
            ) : (
              `Stored: ${stored}. Empty keeps it.`
            )
          }
          error={errorBelow("config/webhookUrl") ?? errors.config}
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.slack.com/services/…"
            className="figures text-sm"
            value={draft.webhookUrl}
            onChange={(event) => set({ webhookUrl: event.target.value })}
          />
        </Field>
      )}
      {draft.kind === "email" && !hasMailServer && (
        <p className="rounded-md border border-previous/50 p-2.5 text-sm">
          This instance has no mail server, so nothing will leave it. Its operator sets <code>SMTP_URL</code>{" "}
          and <code>MAIL_FROM</code>.
        </p>
      )}
      <Field label="Name" error={errors.name}>
        <Input
          placeholder={channelKinds[draft.kind].name}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
    </>
  );
}
