"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { AcceptDeployInput, DeployWire } from "@rollcall/domain/wire";
import type { AnswersView } from "@rollcall/services/views";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { countOf } from "@/format/count.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** What can be settled by hand: that an earlier version is meant, or that another name means this build. */
export function acceptableAs(deploy: DeployWire): AcceptDeployInput["as"] | null {
  if (deploy.state === "rolled_back" || deploy.state === "old_returned") return "expected";
  return deploy.state === "unverifiable" && deploy.reason === "identity_mismatch" ? "same_build" : null;
}

/** Settles what was meant: the version that answers is the announced build, or it is what should be served now. */
export function AcceptDialog({ deploy }: { deploy: DeployWire }) {
  const [isOpen, setIsOpen] = useState(false);
  const isRollback = acceptableAs(deploy) === "expected";
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger render={<Button variant="primary" />}>
        {isRollback ? "Accept the rollback" : "Say it is the same build"}
      </DialogTrigger>
      <DialogContent
        title={isRollback ? "Which version should be served now?" : `Which answer is ${deploy.version}?`}
        description={
          isRollback
            ? "The version you choose becomes the expected one. The alert ends, and Rollcall checks that it stays."
            : "The version you choose counts as the announced build from now on, in this deploy's answers too."
        }
      >
        {isOpen && (
          <AcceptForm
            deploy={deploy}
            as={isRollback ? "expected" : "same_build"}
            onDone={() => setIsOpen(false)}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

function AcceptForm({
  deploy,
  as,
  onDone,
}: {
  deploy: DeployWire;
  as: AcceptDeployInput["as"];
  onDone: () => void;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { data: versions, error } = useQuery({
    queryKey: ["answered-versions", deploy.id],
    queryFn: () => requestApi<AnswersView>(`/api/v1/deploys/${deploy.id}/answers`).then(countVersions),
  });
  const accept = useMutation({
    mutationFn: (body: AcceptDeployInput) =>
      requestApi(`/api/v1/deploys/${deploy.id}/accept`, { method: "POST", body }),
    onSuccess: onDone,
  });
  const identity = chosen ?? versions?.[0]?.version ?? null;
  const refusal = refusalOf(error ?? accept.error);
  return (
    <>
      <div className="mt-3">
        {versions === undefined && error === null && <Skeleton className="h-8" />}
        {versions?.length === 0 && <p>No recent answer carries a version. Ask again once answers come.</p>}
        {versions !== undefined && versions.length > 0 && (
          <RadioGroup
            aria-label="Version"
            value={identity}
            onValueChange={(value) => setChosen(String(value))}
            className="grid gap-1"
          >
            {versions.map(({ version, count }) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
              <label key={version} className="flex min-h-8 items-center gap-2">
                <Radio.Root
                  value={version}
                  className="flex size-4 items-center justify-center rounded-full border border-field data-checked:border-accent"
                >
                  <Radio.Indicator className="size-2 rounded-full bg-accent" />
                </Radio.Root>
                <span className="figures">{version}</span>
                <span className="ml-auto text-quiet text-sm">{countOf(count, "recent answer")}</span>
              </label>
            ))}
          </RadioGroup>
        )}
      </div>
      {refusal !== null && (
        <div className="mt-3">
          <Refusal refusal={refusal} />
        </div>
      )}
      <DialogActions>
        <DialogClose render={<Button />}>Not now</DialogClose>
        <Button
          variant="primary"
          isBusy={accept.isPending}
          disabled={identity === null}
          onClick={() => identity !== null && accept.mutate({ identity, as })}
        >
          Accept {identity ?? ""}
        </Button>
      </DialogActions>
    </>
  );
}

/** The versions in the newest answers that are not the expected one, most frequent first. */
function countVersions(answers: AnswersView): { version: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { version, bucket } of answers.items)
    if (version !== null && bucket !== "expected") counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, count]) => ({ version, count })).sort((a, b) => b.count - a.count);
}
