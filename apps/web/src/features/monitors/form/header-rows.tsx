"use client";

import { PlusIcon, XIcon } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { errorUnder, type FieldErrors } from "./field-errors.ts";
import { nextListKey } from "./list-key.ts";
import type { HeaderDraft } from "./monitor-draft.ts";

/** The headers of the request. A secret value is written once and never comes back. */
export function HeaderRows({
  headers,
  onChange,
  errors,
}: {
  headers: HeaderDraft[];
  onChange: (headers: HeaderDraft[]) => void;
  errors: FieldErrors;
}) {
  const change = (key: number, part: Partial<HeaderDraft>) =>
    onChange(headers.map((header) => (header.key === key ? { ...header, ...part } : header)));
  const add = () =>
    onChange([...headers, { key: nextListKey(), name: "", value: "", secret: false, isStored: false }]);
  return (
    <div className="grid gap-3">
      <p className="font-medium text-sm">Headers</p>
      {headers.map((header, index) => (
        <HeaderRow
          key={header.key}
          header={header}
          index={index}
          errors={errors}
          onChange={(part) => change(header.key, part)}
          onRemove={() => onChange(headers.filter(({ key }) => key !== header.key))}
        />
      ))}
      <Button size="sm" className="justify-self-start" onClick={add}>
        <PlusIcon aria-hidden="true" /> Add a header
      </Button>
    </div>
  );
}

function HeaderRow({
  header,
  index,
  errors,
  onChange,
  onRemove,
}: {
  header: HeaderDraft;
  index: number;
  errors: FieldErrors;
  onChange: (part: Partial<HeaderDraft>) => void;
  onRemove: () => void;
}) {
  const isKept = header.secret && header.isStored;
  const error = errorUnder(errors, `headers/${index}/value`);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_2rem] items-start gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto_2rem]">
      <Field label="Name" error={errorUnder(errors, `headers/${index}/name`)}>
        <Input
          className="figures text-sm"
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          value={header.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Value"
        hint={isKept ? "Stored. Empty keeps it." : undefined}
        error={error}
        className="max-sm:order-3"
      >
        <Input
          className="figures text-sm"
          type={header.secret ? "password" : "text"}
          autoComplete="off"
          spellCheck={false}
          placeholder={isKept ? "••••••••" : undefined}
          value={header.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      </Field>
      <Checkbox
        label="Secret"
        className="max-sm:order-4 sm:mt-8"
        checked={header.secret}
        // What is stored as a secret cannot be shown: it becomes plain only with a new value.
        disabled={isKept && header.value === ""}
        onCheckedChange={(secret) => onChange({ secret })}
      />
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove the header ${header.name}`}
        className="mt-6 max-sm:order-2"
        onClick={onRemove}
      >
        <XIcon aria-hidden="true" />
      </Button>
    </div>
  );
}
