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
import { toast } from "@/components/ui/toast.tsx";
import { draftOfWindow, type EditDraft, patchOfDraft } from "./edit-draft.ts";
import { RepeatFields } from "./when-fields.tsx";

/** Changes why and when; what is covered stays. */
export function EditMaintenance({ window }: { window: MaintenanceWire }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger
        render={
          <Button variant="ghost" size="sm" aria-label={`Edit: ${window.reason}`}>
            Edit
          </Button>
        }
      />
      <DialogContent title="Edit maintenance" className="top-[6vh] max-h-[88vh]">
        <EditForm window={window} onSaved={() => setIsOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function EditForm({ window, onSaved }: { window: MaintenanceWire; onSaved: () => void }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOfWindow(window));
  const set = (change: Partial<EditDraft>) => setDraft((current) => ({ ...current, ...change }));
  const save = useMutation({
    mutationFn: () =>
      requestApi(`/api/v1/maintenance/${window.id}`, { method: "PATCH", body: patchOfDraft(window, draft) }),
    onSuccess: () => {
      onSaved();
      toast("Maintenance is changed.");
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
        if (Object.keys(patchOfDraft(window, draft)).length === 0) onSaved();
        else save.mutate();
      }}
    >
      <Field label="Reason" error={errors.reason}>
        <Input value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />
      </Field>
      {window.repeat === null ? (
        <TimeFields window={window} draft={draft} set={set} errors={errors} />
      ) : (
        <RepeatFields draft={draft} set={set} errors={errors} />
      )}
      {refusal !== null && Object.keys(errors).length === 0 && <Refusal refusal={refusal} />}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}

type TimeProps = {
  window: MaintenanceWire;
  draft: EditDraft;
  set: (change: Partial<EditDraft>) => void;
  errors: Record<string, string>;
};

function TimeFields({ window, draft, set, errors }: TimeProps) {
  const hasBegun = window.state === "active";
  return (
    <div className="grid grid-cols-1 items-start gap-4 *:min-w-0 sm:grid-cols-2">
      <Field label="From" hint={hasBegun ? "It has begun." : "In your time zone."} error={errors.from}>
        <Input
          type="datetime-local"
          className="figures"
          value={draft.from}
          disabled={hasBegun}
          onChange={(event) => set({ from: event.target.value })}
        />
      </Field>
      <Field label="Until" hint="In your time zone." error={errors.until}>
        <Input
          type="datetime-local"
          className="figures"
          value={draft.until}
          onChange={(event) => set({ until: event.target.value })}
        />
      </Field>
    </div>
  );
}
