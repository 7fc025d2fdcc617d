"use client";

import type { MaintenanceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { refusalOf } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { toast } from "@/components/ui/toast.tsx";

type DialogProps = { title: string; trigger: ReactElement; children: (close: () => void) => ReactNode };

/** A dialog about one maintenance window; what is in it begins anew each time it is opened. */
export function MaintenanceDialog({ title, trigger, children }: DialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger render={trigger} />
      <DialogContent title={title} className="top-[6vh] max-h-[88vh]">
        {children(() => setIsOpen(false))}
      </DialogContent>
    </Dialog>
  );
}

type FormProps = {
  /** `null` when there is nothing to save. */
  save: () => Promise<MaintenanceWire> | null;
  saved: (window: MaintenanceWire) => string;
  onSaved: () => void;
  submit: string;
  /** The fields, with what is wrong with each. */
  children: (errors: Record<string, string>) => ReactNode;
};

/** What is in it is saved, told in a toast, and seen on the page; a refusal of no field in particular stands at the end. */
export function MaintenanceForm({ save, saved, onSaved, submit, children }: FormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const saving = useMutation({
    mutationFn: async () => save(),
    onSuccess: (window) => {
      onSaved();
      if (window !== null) toast(saved(window));
    },
    // Also when it was refused: somebody else may have been faster.
    onSettled: () => router.refresh(),
  });
  useFocusInvalid(form, saving.error);
  const refusal = refusalOf(saving.error);
  const errors = refusal?.fields ?? {};
  return (
    <form
      ref={form}
      noValidate
      className="mt-3 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {children(errors)}
      {refusal !== null && Object.keys(errors).length === 0 && <Refusal refusal={refusal} />}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={saving.isPending}>
          {submit}
        </Button>
      </DialogActions>
    </form>
  );
}
