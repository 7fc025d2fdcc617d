"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";

/** Makes another workspace and goes there; nothing is shared between the two. */
export function NewWorkspace() {
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => requestApi("/api/app/workspaces", { method: "POST", body: { name: name.trim() } }),
    // A full load: nothing of the workspace that is left may stay in memory.
    onSuccess: () => window.location.assign("/welcome"),
  });
  const refusal = refusalOf(create.error);
  return (
    <Dialog>
      <DialogTrigger render={<Button size="sm">New workspace</Button>} />
      <DialogContent
        title="New workspace"
        description="With its own services, monitors, channels, tokens and members. You own it, and switch at the top of the rail."
      >
        <form
          noValidate
          className="mt-3 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <Field label="Name" error={refusal?.fields.name}>
            <Input value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {refusal !== null && refusal.fields.name === undefined && <Refusal refusal={refusal} />}
          <DialogActions>
            <Button type="submit" variant="primary" isBusy={create.isPending || create.isSuccess}>
              Make the workspace
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
