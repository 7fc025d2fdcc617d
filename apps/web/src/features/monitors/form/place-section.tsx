"use client";

import { useId } from "react";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { errorUnder } from "./field-errors.ts";
import { FormSection } from "./form-section.tsx";
import type { SectionProps } from "./section-props.ts";

export type KnownService = { name: string; environments: string[] };

/** Whose monitor it is. A stored one stays where it is: its answers and deploys belong there. */
export function PlaceSection({
  draft,
  set,
  errors,
  services,
  isStored,
}: SectionProps & { services: KnownService[]; isStored: boolean }) {
  const id = useId();
  const environments = services.find(({ name }) => name === draft.service)?.environments ?? [];
  const known = [...new Set([...environments, "production", "staging"])];
  return (
    <FormSection
      title="Where it belongs"
      hint={isStored ? undefined : "A service or environment that is new is made with the monitor."}
    >
      {isStored ? (
        <p>
          {draft.service} <span className="text-quiet">›</span> {draft.environment}
        </p>
      ) : (
        <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
          <Field label="Service" error={errorUnder(errors, "service")}>
            <Input
              list={`${id}-services`}
              autoComplete="off"
              autoCapitalize="off"
              value={draft.service}
              onChange={(event) => set({ service: event.target.value })}
            />
          </Field>
          <Field label="Environment" error={errorUnder(errors, "environment")}>
            <Input
              list={`${id}-environments`}
              autoComplete="off"
              autoCapitalize="off"
              value={draft.environment}
              onChange={(event) => set({ environment: event.target.value })}
            />
          </Field>
          <Names id={`${id}-services`} names={services.map(({ name }) => name)} />
          <Names id={`${id}-environments`} names={known} />
        </div>
      )}
      <Field label="Name" hint="Empty: the host and path of the URL." error={errorUnder(errors, "name")}>
        <Input
          autoComplete="off"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
    </FormSection>
  );
}

function Names({ id, names }: { id: string; names: string[] }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
