"use client";

import type { DeployWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useCopy } from "@/client/use-copy.ts";
import { useSingleKey } from "@/client/use-single-key.ts";
import { isEnded } from "../state/state-words.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { toast } from "../ui/toast.tsx";
import { AcceptDialog, acceptableAs } from "./accept-dialog.tsx";

/** Share, cancel, and, where the facts and the announcement disagree, accept. */
export function RolloutActions({ deploy, canChange }: { deploy: DeployWire; canChange: boolean }) {
  const { copy } = useCopy();
  const link = () => `${window.location.origin}/deploys/${deploy.id}`;
  useSingleKey(".", () => void copy(link()).then(() => toast("Link copied")));
  return (
    <>
      {canChange && acceptableAs(deploy) !== null && <AcceptDialog deploy={deploy} />}
      <CopyButton text={link} variant="secondary" size="md">
        Share
      </CopyButton>
      {canChange && !isEnded(deploy.state) && deploy.state !== "live" && <CancelDialog deploy={deploy} />}
    </>
  );
}

function CancelDialog({ deploy }: { deploy: DeployWire }) {
  const [isOpen, setIsOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => requestApi(`/api/v1/deploys/${deploy.id}/cancel`, { method: "POST", body: {} }),
    onSuccess: () => setIsOpen(false),
  });
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Cancel</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Stop watching ${deploy.version}?`}
        description={`Rollcall only observes: what ${deploy.service} serves in ${deploy.environment} does not change. The deploy ends as cancelled, its history stays, and a CI job that waits for it exits with code 9.`}
        confirm="Cancel the deploy"
        cancel="Keep watching"
        isBusy={cancel.isPending}
        refusal={refusalOf(cancel.error)}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
