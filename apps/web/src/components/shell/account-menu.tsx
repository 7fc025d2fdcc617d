"use client";

import { BookOpenIcon, CircleUserIcon, LogOutIcon, SettingsIcon } from "lucide-react";
import Link from "next/link";
import { signOut } from "@/client/sign-out.ts";
import { buttonVariants } from "@/components/ui/button.tsx";
import { cn } from "@/components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import type { ShellUser } from "./types.ts";

/** Who is signed in, and the way out. */
export function AccountMenu({ user, isCompact = false }: { user: ShellUser; isCompact?: boolean }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account: ${user.name}`}
        className={cn(
          buttonVariants({ variant: "ghost", size: isCompact ? "icon" : "md" }),
          !isCompact && "min-w-0 shrink grow justify-start px-2 font-normal",
        )}
      >
        <CircleUserIcon aria-hidden="true" />
        {!isCompact && <span className="truncate">{user.name}</span>}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top">
        <DropdownMenuLabel>{user.email}</DropdownMenuLabel>
        <DropdownMenuLinkItem render={<Link href="/settings" />}>
          <SettingsIcon aria-hidden="true" /> Settings
        </DropdownMenuLinkItem>
        <DropdownMenuLinkItem href="/docs/api">
          <BookOpenIcon aria-hidden="true" /> API reference
        </DropdownMenuLinkItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onClick={signOut}>
          <LogOutIcon aria-hidden="true" /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
