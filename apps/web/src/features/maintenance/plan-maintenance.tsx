"use client";

import type { MaintenanceWire } from "@rollcall/domain/wire";
import { useState } from "react";
import { requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { MaintenanceDialog, MaintenanceForm } from "./maintenance-dialog.tsx";
import { bodyOfDraft, draftSentence, emptyDraft, type MaintenanceDraft } from "./maintenance-draft.ts";
import { WhenFields } from "./when-fields.tsx";

export type KnownPlace = { name: string; environments: string[] };

/** Stands for "every one": a select has no empty value. */
const every = "*";

/**
 * Begins or plans maintenance, of the first service unless another is chosen; says what will follow before the button
 * is pressed.
 */
export function PlanMaintenance({
  places,
  isPrimary = false,
}: {
  places: KnownPlace[];
  isPrimary?: boolean;
}) {
  const trigger = <Button variant={isPrimary ? "primary" : "secondary"}>Plan maintenance</Button>;
  return (
    <MaintenanceDialog title="Plan maintenance" trigger={trigger}>
      {(close) => <PlanForm places={places} onSaved={close} />}
    </MaintenanceDialog>
  );
}

function PlanForm({ places, onSaved }: { places: KnownPlace[]; onSaved: () => void }) {
  const [draft, setDraft] = useState(() => emptyDraft(places[0]?.name ?? ""));
  const set = (change: Partial<MaintenanceDraft>) => setDraft((current) => ({ ...current, ...change }));
  const save = () =>
    requestApi<MaintenanceWire>("/api/v1/maintenance", { method: "POST", body: bodyOfDraft(draft) });
  const saved = ({ state }: MaintenanceWire) =>
    state === "active" ? "In maintenance: nobody is told." : "Maintenance is planned.";
  const submit = draft.when === "now" ? "Begin maintenance" : "Plan it";
  return (
    <MaintenanceForm save={save} saved={saved} onSaved={onSaved} submit={submit}>
      {(errors) => (
        <>
          <PlaceFields places={places} draft={draft} set={set} />
          <Field label="Reason" hint="Stands wherever somebody asks why it is quiet." error={errors.reason}>
            <Input value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />
          </Field>
          <WhenFields draft={draft} set={set} errors={errors} />
          <p aria-live="polite" className="rounded-md bg-sunken p-2.5 text-sm [overflow-wrap:anywhere]">
            {draftSentence(draft)}
          </p>
        </>
      )}
    </MaintenanceForm>
  );
}

type PlaceProps = {
  places: KnownPlace[];
  draft: MaintenanceDraft;
  set: (change: Partial<MaintenanceDraft>) => void;
};

function PlaceFields({ places, draft, set }: PlaceProps) {
  const known = places.find(({ name }) => name === draft.service)?.environments ?? [];
  const optionsOf = (label: string, names: string[]) => [
    { value: every, label },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  const chosen = (value: string) => (value === every ? "" : value);
  return (
    <div className="grid grid-cols-1 items-start gap-4 *:min-w-0 sm:grid-cols-2">
      <Field label="Service">
        <Select
          options={optionsOf(
            "Every service",
            places.map(({ name }) => name),
          )}
          value={draft.service || every}
          onValueChange={(value) => set({ service: chosen(value), environment: "" })}
        />
      </Field>
      <Field label="Environment">
        <Select
          options={optionsOf("Every environment", known)}
          value={draft.environment || every}
          onValueChange={(value) => set({ environment: chosen(value) })}
          disabled={draft.service === ""}
        />
      </Field>
    </div>
  );
}
