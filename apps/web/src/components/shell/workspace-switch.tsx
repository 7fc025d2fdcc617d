"use client";

import { CheckIcon, ChevronsUpDownIcon } from "lucide-react";
import { callApi } from "@/client/api.ts";
import { buttonVariants } from "@/components/ui/button.tsx";
import { cn } from "@/components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { toast } from "@/components/ui/toast.tsx";
import type { ShellWorkspace } from "./types.ts";

/** Which tenant is on the screen; choosing another loads its overview afresh. */
export function WorkspaceSwitch({
  workspace,
  workspaces,
  isCompact = false,
}: {
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  isCompact?: boolean;
}) {
  const choose = async (workspaceId: string) => {
    const result = await callApi("/api/app/workspaces/choose", { method: "POST", body: { workspaceId } });
    // A full load on purpose: nothing of the other workspace may stay in memory.
    if (result.ok) window.location.assign("/");
    else toast.error(result.refusal.title, { description: result.refusal.detail });
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Workspace: ${workspace.name}`}
        className={cn(
          buttonVariants(),
          "justify-between px-2 font-normal",
          isCompact && "size-8 justify-center p-0",
        )}
      >
        {isCompact ? (
          <span aria-hidden="true">{workspace.name.slice(0, 1).toUpperCase()}</span>
        ) : (
          <>
            <span className="truncate">{workspace.name}</span>
            <ChevronsUpDownIcon aria-hidden="true" className="size-3.5! text-quiet" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
        {workspaces.map((candidate) => (
          <DropdownMenuItem key={candidate.id} onClick={() => choose(candidate.id)}>
            <CheckIcon aria-hidden="true" className={cn(candidate.id !== workspace.id && "invisible")} />
            <span className="truncate">{candidate.name}</span>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
