"use client";

import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { errorUnder, type FieldErrors } from "./field-errors.ts";
import type { ReaderDraft } from "./reader-draft.ts";

const places: Record<Exclude<ReaderDraft["from"], "none">, { name: string; at: string; example: string }> = {
  header: { name: "Response header", at: "Header", example: "x-app-version" },
  json: { name: "JSON field", at: "Path", example: "git.commit.id" },
  meta: { name: "HTML meta tag", at: "Name", example: "version" },
  regex: { name: "Pattern in the body", at: "Pattern", example: '"build":"([^"]+)"' },
  text: { name: "The whole answer", at: "", example: "" },
};

/** Chooses where an answer states something; `pointer` is the field in the body that is sent. */
export function ReaderFields({
  label,
  none,
  pointer,
  value,
  onChange,
  errors,
}: {
  label: string;
  none: string;
  pointer: "version" | "instance";
  value: ReaderDraft;
  onChange: (value: ReaderDraft) => void;
  errors: FieldErrors;
}) {
  const place = value.from === "none" ? null : places[value.from];
  const error = errorUnder(errors, pointer);
  const options = [
    { value: "none" as const, label: none },
    ...(["header", "json", "meta", "regex", "text"] as const).map((from) => ({
      value: from,
      label: places[from].name,
    })),
  ];
  return (
    <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
      <Field label={label} error={place === null || place.at === "" ? error : undefined}>
        <Select options={options} value={value.from} onValueChange={(from) => onChange({ ...value, from })} />
      </Field>
      {place !== null && place.at !== "" && (
        <Field label={place.at} hint={`For example ${place.example}`} error={error}>
          <Input
            className="figures text-sm"
            autoCapitalize="off"
            spellCheck={false}
            value={value.at}
            onChange={(event) => onChange({ ...value, at: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}
