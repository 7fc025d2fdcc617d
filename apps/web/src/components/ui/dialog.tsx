"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { XIcon } from "lucide-react";
import { buttonVariants } from "./button.tsx";
import { cn } from "./cn.ts";
import { popupClasses } from "./popup-classes.ts";

/** `onClosed` is told once it is out of sight: what it showed may be forgotten then, and no sooner. */
export function Dialog({ onClosed, ...props }: BaseDialog.Root.Props & { onClosed?: () => void }) {
  return <BaseDialog.Root {...props} onOpenChangeComplete={(isOpen) => !isOpen && onClosed?.()} />;
}
export const DialogTrigger = BaseDialog.Trigger;
export const DialogClose = BaseDialog.Close;

const backdropClasses = "fixed inset-0 z-40 bg-scrim";

/** A question or a small form above the page: a title, what it means, then the children and their buttons. */
export function DialogContent({
  title,
  description,
  className,
  children,
}: {
  title: React.ReactNode;
  description?: React.ReactNode;
  className?: string;
  children?: React.ReactNode;
}) {
  return (
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={backdropClasses} />
      <BaseDialog.Popup
        className={cn(
          popupClasses,
          "-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 max-h-[80vh] w-[min(32rem,calc(100vw-24px))] overflow-y-auto p-4",
          className,
        )}
      >
        <BaseDialog.Title className="pr-8 font-semibold text-lg">{title}</BaseDialog.Title>
        {description !== undefined && (
          <BaseDialog.Description className="mt-1 text-quiet">{description}</BaseDialog.Description>
        )}
        {children}
        <BaseDialog.Close
          aria-label="Close"
          className={cn(buttonVariants({ variant: "ghost", size: "icon" }), "absolute top-3 right-3 size-7")}
        >
          <XIcon />
        </BaseDialog.Close>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  );
}

/** The row of buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: React.ReactNode }) {
  return <div className="mt-4 flex flex-wrap justify-end gap-2">{children}</div>;
}

/** A sheet along one side: the mobile menu on the left, details on the right. */
export function SheetContent({
  title,
  side = "right",
  className,
  children,
}: {
  title: string;
  side?: "left" | "right";
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={backdropClasses} />
      <BaseDialog.Popup
        className={cn(
          "fixed inset-y-0 z-50 flex w-[min(40rem,100vw)] flex-col border-line bg-surface text-ink outline-none",
          side === "right" ? "right-0 border-l" : "left-0 w-[min(17rem,88vw)] border-r",
          className,
        )}
      >
        <div className="flex h-12 shrink-0 items-center justify-between border-line border-b px-4">
          <BaseDialog.Title className="font-semibold">{title}</BaseDialog.Title>
          <BaseDialog.Close
            aria-label="Close"
            className={cn(buttonVariants({ variant: "ghost", size: "icon" }), "size-7")}
          >
            <XIcon />
          </BaseDialog.Close>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  );
}
