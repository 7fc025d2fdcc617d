"use client";

import type { SnoozeIncidentInput } from "@rollcall/domain/wire";
import type { IncidentView } from "@rollcall/services/views";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useCopy } from "@/client/use-copy.ts";
import { useSingleKey } from "@/client/use-single-key.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { DropdownMenuItem } from "../ui/dropdown-menu.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { toast } from "../ui/toast.tsx";
import { incidentMarkdown } from "./incident-markdown.ts";
import { QuietMenu } from "./quiet-menu.tsx";

type Change =
  | { verb: "acknowledge" | "resolve"; done: string }
  | { verb: "snooze"; minutes: number; done: string };

/** Take it, keep it quiet, close it, pass it on. */
export function IncidentActions({ incident, canChange }: { incident: IncidentView; canChange: boolean }) {
  const router = useRouter();
  const { copy } = useCopy();
  const change = useMutation({
    mutationFn: (wanted: Change) => {
      const body: SnoozeIncidentInput | Record<string, never> =
        wanted.verb === "snooze" ? { minutes: wanted.minutes } : {};
      return requestApi(`/api/v1/incidents/${incident.id}/${wanted.verb}`, { method: "POST", body });
    },
    onSuccess: (_, wanted) => {
      toast(wanted.done);
      router.refresh();
    },
  });
  const link = () => `${window.location.origin}/incidents/${incident.id}`;
  const canAcknowledge = canChange && incident.state === "open";
  const acknowledge = () => change.mutate({ verb: "acknowledge", done: "Acknowledged: you are on it" });
  useSingleKey("e", () => canAcknowledge && !change.isPending && acknowledge());
  useSingleKey(".", () => void copy(link()).then(() => toast("Link copied")));
  const refusal = refusalOf(change.error);
  return (
    <>
      {canAcknowledge && (
        <Button variant="primary" isBusy={change.isPending} onClick={acknowledge}>
          Acknowledge
        </Button>
      )}
      {canChange && incident.state !== "resolved" && (
        <>
          <QuietMenu
            label="Snooze"
            isBusy={change.isPending}
            onChoose={(minutes, name) =>
              change.mutate({ verb: "snooze", minutes, done: `Quiet for ${name}` })
            }
          >
            {incident.snoozedUntil !== null && (
              <DropdownMenuItem
                onClick={() => change.mutate({ verb: "snooze", minutes: 0, done: "Not quiet any more" })}
              >
                End the snooze
              </DropdownMenuItem>
            )}
          </QuietMenu>
          <ResolveDialog
            isBusy={change.isPending}
            onResolve={() => change.mutate({ verb: "resolve", done: "Resolved by hand" })}
          />
        </>
      )}
      <CopyButton text={() => incidentMarkdown(incident, link(), Date.now())} variant="secondary" size="md">
        Copy as Markdown
      </CopyButton>
      <CopyButton text={link} variant="secondary" size="md">
        Share
      </CopyButton>
      {refusal !== null && (
        <div className="basis-full">
          <Refusal refusal={refusal} />
        </div>
      )}
    </>
  );
}

function ResolveDialog({ isBusy, onResolve }: { isBusy: boolean; onResolve: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const resolve = () => {
    setIsOpen(false);
    onResolve();
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Resolve</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title="Resolve by hand?"
        description="Rollcall resolves an incident by itself as soon as what it sees is well again. Resolved by hand, a new one opens if the trouble is still there at the next verdict."
        confirm="Resolve"
        cancel="Keep it open"
        isBusy={isBusy}
        onConfirm={resolve}
      />
    </>
  );
}
