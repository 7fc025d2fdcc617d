"use client";

import type { MaintenanceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast.tsx";
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
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger
        render={<Button variant={isPrimary ? "primary" : "secondary"}>Plan maintenance</Button>}
      />
      <DialogContent title="Plan maintenance" className="top-[6vh] max-h-[88vh]">
        <PlanForm places={places} onSaved={() => setIsOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

type FormProps = { places: KnownPlace[]; onSaved: () => void };

function PlanForm({ places, onSaved }: FormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => emptyDraft(places[0]?.name ?? ""));
  const set = (change: Partial<MaintenanceDraft>) => setDraft((current) => ({ ...current, ...change }));
  const save = useMutation({
    mutationFn: () =>
      requestApi<MaintenanceWire>("/api/v1/maintenance", { method: "POST", body: bodyOfDraft(draft) }),
    onSuccess: ({ state }) => {
      onSaved();
      toast(state === "active" ? "In maintenance: nobody is told." : "Maintenance is planned.");
      router.refresh();
    },
  });
  useFocusInvalid(form, save.error);
  const refusal = refusalOf(save.error);
  const errors = refusal?.fields ?? {};
  return (
    <form
      ref={form}
      noValidate
      className="mt-3 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <PlaceFields places={places} draft={draft} set={set} />
      <Field label="Reason" hint="Stands wherever somebody asks why it is quiet." error={errors.reason}>
        <Input value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />
      </Field>
      <WhenFields draft={draft} set={set} errors={errors} />
      <p aria-live="polite" className="rounded-md bg-sunken p-2.5 text-sm [overflow-wrap:anywhere]">
        {draftSentence(draft)}
      </p>
      {refusal !== null && Object.keys(errors).length === 0 && <Refusal refusal={refusal} />}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          {draft.when === "now" ? "Begin maintenance" : "Plan it"}
        </Button>
      </DialogActions>
    </form>
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
