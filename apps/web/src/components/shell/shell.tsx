import { CommandPalette } from "./command-palette.tsx";
import { KeyList } from "./key-list.tsx";
import { Keyboard } from "./keyboard.tsx";
import { MobileBar } from "./mobile-bar.tsx";
import { Rail } from "./rail.tsx";
import { SkipLink } from "./skip-link.tsx";
import type { ShellUser, ShellWorkspace } from "./types.ts";

/** What stands around every page of the dashboard. */
export function Shell({
  user,
  workspace,
  workspaces,
  environments,
  isRailCollapsed,
  children,
}: {
  user: ShellUser;
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  environments: string[];
  isRailCollapsed: boolean;
  children: React.ReactNode;
}) {
  return (
    <>
      <SkipLink />
      <div className="flex min-h-dvh">
        <Rail
          user={user}
          workspace={workspace}
          workspaces={workspaces}
          environments={environments}
          wasCollapsed={isRailCollapsed}
        />
        <div className="flex min-w-0 flex-1 flex-col">
          <MobileBar user={user} workspace={workspace} workspaces={workspaces} environments={environments} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-330 flex-1 px-3 py-4 outline-none md:px-6 md:py-5"
          >
            {children}
          </main>
        </div>
      </div>
      <CommandPalette />
      <Keyboard />
      <KeyList />
    </>
  );
}
