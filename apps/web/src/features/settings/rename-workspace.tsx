"use client";

import type { WorkspaceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";

/** Gives the workspace another name; nothing else of it changes. */
export function RenameWorkspace({ name: before }: { name: string }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState(before);
  const rename = useMutation({
    mutationFn: () =>
      requestApi<WorkspaceWire>("/api/v1/workspace", { method: "PATCH", body: { name: name.trim() } }),
    onSuccess: () => {
      setIsOpen(false);
      router.refresh();
    },
  });
  const refusal = refusalOf(rename.error);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger render={<Button size="sm">Rename</Button>} />
      <DialogContent title="Rename the workspace" description="Links, tokens and badges go on working.">
        <form
          noValidate
          className="mt-3 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate();
          }}
        >
          <Field label="Name" error={refusal?.fields.name}>
            <Input value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {refusal !== null && refusal.fields.name === undefined && <Refusal refusal={refusal} />}
          <DialogActions>
            <Button type="submit" variant="primary" isBusy={rename.isPending}>
              Rename
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
