"use client";

import { Menu } from "@base-ui/react/menu";
import { cn } from "./cn.ts";
import { popupClasses } from "./popup-classes.ts";

export const DropdownMenu = Menu.Root;
export const DropdownMenuTrigger = Menu.Trigger;

const itemClasses =
  "flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 text-base outline-none data-disabled:opacity-50 data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:text-quiet";

export function DropdownMenuContent({
  className,
  align = "start",
  side = "bottom",
  children,
}: {
  className?: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  children: React.ReactNode;
}) {
  return (
    <Menu.Portal>
      <Menu.Positioner className="z-50" align={align} side={side} sideOffset={4} collisionPadding={8}>
        <Menu.Popup className={cn(popupClasses, "min-w-44 p-1", className)}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

export function DropdownMenuItem({
  className,
  ...props
}: Omit<React.ComponentProps<typeof Menu.Item>, "className"> & { className?: string }) {
  return <Menu.Item className={cn(itemClasses, className)} {...props} />;
}

/** An item that goes somewhere: pass the app's link as `render`. */
export function DropdownMenuLinkItem({
  className,
  ...props
}: Omit<React.ComponentProps<typeof Menu.LinkItem>, "className"> & { className?: string }) {
  return <Menu.LinkItem className={cn(itemClasses, className)} closeOnClick {...props} />;
}

export function DropdownMenuSeparator() {
  return <Menu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function DropdownMenuLabel({ children }: { children: React.ReactNode }) {
  return <div className="px-2 py-1 text-quiet text-xs">{children}</div>;
}
