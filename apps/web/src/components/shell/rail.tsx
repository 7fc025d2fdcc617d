"use client";

import { PanelLeftCloseIcon, PanelLeftOpenIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { EnvironmentSwitch } from "./environment-switch.tsx";
import { Mark } from "./mark.tsx";
import { destinations, isInside } from "./navigation.ts";
import { railCookie } from "./rail-cookie.ts";
import { SearchButton } from "./search-button.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import type { ShellUser, ShellWorkspace } from "./types.ts";
import { useRoomHref } from "./use-room-href.ts";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

/** The left rail of wide screens. */
export function Rail({
  user,
  workspace,
  workspaces,
  environments,
  wasCollapsed,
}: {
  user: ShellUser;
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  environments: string[];
  wasCollapsed: boolean;
}) {
  const [isCollapsed, setIsCollapsed] = useState(wasCollapsed);
  const toggle = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR
    document.cookie = `${railCookie}=${isCollapsed ? "open" : "collapsed"}; path=/; max-age=31536000; samesite=lax`;
    setIsCollapsed(!isCollapsed);
  };
  const Icon = isCollapsed ? PanelLeftOpenIcon : PanelLeftCloseIcon;
  const label = isCollapsed ? "Widen the rail" : "Narrow the rail";
  return (
    <aside
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-line border-r py-3 md:flex",
        isCollapsed ? "w-14 items-center px-2" : "w-54 px-3",
      )}
    >
      <Link
        href="/"
        aria-label="Rollcall, overview"
        className={cn("flex h-6 items-center gap-2", !isCollapsed && "px-2")}
      >
        <Mark className={isCollapsed ? "w-6" : ""} />
        {!isCollapsed && <span className="font-semibold">Rollcall</span>}
      </Link>
      <WorkspaceSwitch workspace={workspace} workspaces={workspaces} isCompact={isCollapsed} />
      {!isCollapsed && <EnvironmentSwitch environments={environments} />}
      <SearchButton isCompact={isCollapsed} />
      <RailLinks isCompact={isCollapsed} />
      <div className={cn("mt-auto flex gap-1", isCollapsed ? "flex-col items-center" : "items-center")}>
        <AccountMenu user={user} isCompact={isCollapsed} />
        <ThemeToggle />
        <Tooltip text={label} side="right">
          <Button variant="ghost" size="icon" aria-label={label} onClick={toggle}>
            <Icon />
          </Button>
        </Tooltip>
      </div>
    </aside>
  );
}

/** The rooms as links; `isCompact` leaves the names to tooltips. */
export function RailLinks({
  isCompact = false,
  onNavigate,
}: {
  isCompact?: boolean;
  onNavigate?: () => void;
}) {
  const pathname = usePathname();
  const toRoom = useRoomHref();
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {destinations.map(({ href, name, icon: Icon }) => {
          const isHere = isInside(href, pathname);
          const link = (
            <Link
              href={toRoom(href)}
              onClick={onNavigate}
              aria-current={isHere ? "page" : undefined}
              aria-label={isCompact ? name : undefined}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md px-2 text-quiet hover:bg-sunken hover:text-ink",
                isCompact && "w-10 justify-center px-0",
                isHere && "bg-sunken font-medium text-ink",
              )}
            >
              <Icon aria-hidden="true" className={cn("size-4 shrink-0", isHere && "text-accent")} />
              {!isCompact && name}
            </Link>
          );
          return (
            <li key={href}>
              {isCompact ? (
                <Tooltip text={name} side="right">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
