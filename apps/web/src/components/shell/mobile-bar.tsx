"use client";

import { MenuIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { buttonVariants } from "@/components/ui/button.tsx";
import { Dialog, DialogTrigger, SheetContent } from "@/components/ui/dialog.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { EnvironmentSwitch } from "./environment-switch.tsx";
import { Mark } from "./mark.tsx";
import { RailLinks } from "./rail.tsx";
import { SearchButton } from "./search-button.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import type { ShellUser, ShellWorkspace } from "./types.ts";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

/** The top bar of narrow screens, with the rail behind its menu button. */
export function MobileBar({
  user,
  workspace,
  workspaces,
  environments,
}: {
  user: ShellUser;
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  environments: string[];
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-line border-b bg-canvas px-2 md:hidden">
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogTrigger aria-label="Menu" className={buttonVariants({ variant: "ghost", size: "icon" })}>
          <MenuIcon />
        </DialogTrigger>
        <SheetContent title="Menu" side="left">
          <div className="flex h-full flex-col gap-3 p-3">
            <WorkspaceSwitch workspace={workspace} workspaces={workspaces} />
            <EnvironmentSwitch environments={environments} />
            <RailLinks onNavigate={() => setIsOpen(false)} />
            <div className="mt-auto flex items-center gap-1">
              <AccountMenu user={user} />
              <ThemeToggle />
            </div>
          </div>
        </SheetContent>
      </Dialog>
      <Link href="/" aria-label="Rollcall, overview" className="flex items-center gap-2 px-1">
        <Mark />
        <span className="font-semibold">Rollcall</span>
      </Link>
      <div className="ml-auto">
        <SearchButton isCompact />
      </div>
    </header>
  );
}
