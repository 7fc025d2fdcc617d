"use client";

import { Popover as BasePopover } from "@base-ui/react/popover";
import { cn } from "./cn.ts";

/** What floats above the page: a border and a surface, no shadow heavier than needed to lift it. */
export const popupClasses =
  "rounded-md border border-line bg-surface text-ink outline-none shadow-[0_4px_16px_rgb(0_0_0/0.12)] dark:shadow-[0_4px_16px_rgb(0_0_0/0.5)]";

export const Popover = BasePopover.Root;
export const PopoverTrigger = BasePopover.Trigger;
export const PopoverTitle = BasePopover.Title;
export const PopoverClose = BasePopover.Close;

export function PopoverContent({
  className,
  side = "bottom",
  align = "start",
  children,
}: {
  className?: string;
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
  children: React.ReactNode;
}) {
  return (
    <BasePopover.Portal>
      <BasePopover.Positioner className="z-50" side={side} align={align} sideOffset={6} collisionPadding={8}>
        <BasePopover.Popup className={cn(popupClasses, "max-w-[min(24rem,calc(100vw-16px))] p-3", className)}>
          {children}
        </BasePopover.Popup>
      </BasePopover.Positioner>
    </BasePopover.Portal>
  );
}
