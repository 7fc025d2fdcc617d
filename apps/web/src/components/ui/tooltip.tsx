"use client";

import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import { cn } from "./cn.ts";
import { popupClasses } from "./popup-classes.ts";

export const TooltipProvider = BaseTooltip.Provider;

/** A short explanation of the one element it wraps; never the only place where something is said. */
export function Tooltip({
  text,
  side = "top",
  children,
}: {
  text: React.ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  children: React.ReactElement<Record<string, unknown>>;
}) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner className="z-50" side={side} sideOffset={6} collisionPadding={8}>
          <BaseTooltip.Popup className={cn(popupClasses, "max-w-72 px-2 py-1 text-sm")}>
            {text}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
