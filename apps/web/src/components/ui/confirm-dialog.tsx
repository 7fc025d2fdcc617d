"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { Refusal as RefusalFacts } from "@/client/api.ts";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { DialogActions } from "./dialog.tsx";
import { popupClasses } from "./popup-classes.ts";
import { Refusal } from "./refusal.tsx";

/** Asks before something that cannot be undone: what will be gone, and what stays. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirm,
  cancel = "Cancel",
  isBusy = false,
  refusal = null,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: React.ReactNode;
  confirm: string;
  cancel?: string;
  isBusy?: boolean;
  refusal?: RefusalFacts | null;
  onConfirm: () => void;
}) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <AlertDialog.Popup
          className={cn(
            popupClasses,
            "-translate-x-1/2 fixed top-[16vh] left-1/2 z-50 w-[min(28rem,calc(100vw-24px))] p-4",
          )}
        >
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-quiet">{description}</AlertDialog.Description>
          {refusal !== null && (
            <div className="mt-3">
              <Refusal refusal={refusal} />
            </div>
          )}
          <DialogActions>
            <AlertDialog.Close render={<Button>{cancel}</Button>} />
            <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
              {confirm}
            </Button>
          </DialogActions>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
