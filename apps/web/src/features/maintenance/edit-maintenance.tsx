"use client";

import type { MaintenanceWire } from "@rollcall/domain/wire";
import { useState } from "react";
import { requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { draftOfWindow, type EditDraft, patchOfDraft } from "./edit-draft.ts";
import { MaintenanceDialog, MaintenanceForm } from "./maintenance-dialog.tsx";
import { RepeatFields } from "./when-fields.tsx";

/** Changes why and when; what is covered stays. */
export function EditMaintenance({ window }: { window: MaintenanceWire }) {
  const trigger = (
    <Button variant="ghost" size="sm" aria-label={`Edit: ${window.reason}`}>
      Edit
    </Button>
  );
  return (
    <MaintenanceDialog title="Edit maintenance" trigger={trigger}>
      {(close) => <EditForm window={window} onSaved={close} />}
    </MaintenanceDialog>
  );
}

function EditForm({ window: latest, onSaved }: { window: MaintenanceWire; onSaved: () => void }) {
  // What the draft was made of: the page may learn meanwhile that somebody else has changed it.
  const [window] = useState(latest);
  const [draft, setDraft] = useState(() => draftOfWindow(window));
  const set = (change: Partial<EditDraft>) => setDraft((current) => ({ ...current, ...change }));
  const save = () => {
    const body = patchOfDraft(window, draft);
    return body && requestApi<MaintenanceWire>(`/api/v1/maintenance/${window.id}`, { method: "PATCH", body });
  };
  return (
    <MaintenanceForm save={save} saved={() => "Maintenance is changed."} onSaved={onSaved} submit="Save">
      {(errors) => (
        <>
          <Field label="Reason" error={errors.reason}>
            <Input value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />
          </Field>
          {window.repeat === null ? (
            <TimeFields window={window} draft={draft} set={set} errors={errors} />
          ) : (
            <RepeatFields draft={draft} set={set} errors={errors} />
          )}
        </>
      )}
    </MaintenanceForm>
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
