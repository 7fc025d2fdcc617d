"use client";

import type { ChannelWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { Field } from "@/components/ui/field.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { ChannelDraft } from "./channel-draft.ts";
import { channelKinds } from "./channel-kinds.tsx";
import { type DestinationField, destinationFields, shownOf } from "./destination-fields.ts";

type Errors = Record<string, string | undefined>;

/** Where the channel leads: what is secret of it is never shown again. `stored` is `null` for a new channel. */
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
  stored: ChannelWire["config"] | null;
  hasMailServer: boolean;
}) {
  const fields = destinationFields(draft, stored === null);
  const errorBelow = (name: string) =>
    Object.entries(errors).find(([at]) => at === name || at.startsWith(`${name}/`))?.[1];
  return (
    <>
      {draft.kind === "slack" && (
        <RadioGroup
          label="How it posts"
          className="sm:grid-cols-2"
          value={draft.slackBy}
          onValueChange={(slackBy) => set({ slackBy })}
        >
          <RadioOption value="webhook" label="Incoming webhook">
            A message for every change.
          </RadioOption>
          <RadioOption value="app" label="Slack app">
            One message a rollout, kept up to date, changes in its thread, and buttons.
          </RadioOption>
        </RadioGroup>
      )}
      {draft.kind === "email" && (
        <RadioGroup
          label="Whom it writes to"
          className="sm:grid-cols-2"
          value={draft.mailTo}
          onValueChange={(mailTo) => set({ mailTo })}
        >
          <RadioOption value="addresses" label="Addresses">
            A team, or whoever is on call.
          </RadioOption>
          <RadioOption value="author" label="The author of a deploy">
            The member whom CI names as its actor, as Settings says.
          </RadioOption>
        </RadioGroup>
      )}
      {fields.map((field, index) => (
        <Field
          key={`${draft.kind} ${field.name}`}
          label={field.isOptional ? `${field.label} (optional)` : field.label}
          hint={<FieldHint field={field} kind={draft.kind} stored={stored} />}
          error={errorBelow(`config/${field.name}`) ?? (index === 0 ? errors.config : undefined)}
        >
          <FieldInput
            field={field}
            value={draft.destination[field.name] ?? field.options?.[0]?.value ?? ""}
            onChange={(text) => set({ destination: { ...draft.destination, [field.name]: text } })}
          />
        </Field>
      ))}
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

function FieldHint({
  field,
  kind,
  stored,
}: {
  field: DestinationField;
  kind: ChannelDraft["kind"];
  stored: ChannelWire["config"] | null;
}) {
  const shown = stored === null || !field.isSecret ? null : shownOf(stored, field.name);
  if (shown !== null) return `Stored: ${shown}. Empty keeps it.`;
  if (!field.isSecret) return field.hint;
  return (
    <>
      {field.hint}{" "}
      <Link href={`/docs/guides/alerts#${kind}`} className="link">
        How to set it up
      </Link>
    </>
  );
}

function FieldInput({
  field,
  value,
  onChange,
}: {
  field: DestinationField;
  value: string;
  onChange: (text: string) => void;
}) {
  if (field.name === "to")
    return (
      <Textarea
        inputMode="email"
        autoCapitalize="off"
        spellCheck={false}
        rows={2}
        className="min-h-15"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  if (field.options !== undefined)
    return <Select options={field.options} value={value} onValueChange={onChange} />;
  return (
    <Input
      inputMode={field.placeholder?.startsWith("https:") ? "url" : "text"}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder={field.placeholder}
      className="figures text-sm"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
