"use client";

import type { Cause } from "@rollcall/domain/glossary";
import type { EvidenceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { CauseList } from "./cause-list.tsx";

type EvidenceDialogProps = {
  deployId: string;
  /** The deploy has ended: nothing that is told can change any more. */
  isOver: boolean;
  onRead: (causes: Cause[]) => void;
};

/** Takes what kubectl printed, and says at once which causes it names; the page shows them from then on. */
export function EvidenceDialog({ deployId, isOver, onRead }: EvidenceDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const send = useMutation({
    mutationFn: () =>
      requestApi<EvidenceWire>(`/api/v1/deploys/${deployId}/evidence`, { method: "POST", text }),
    onSuccess: ({ causes }) => onRead(causes),
  });
  const found = send.data?.causes;
  const refusal = refusalOf(send.error);
  const onClosed = () => {
    setText("");
    send.reset();
  };
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen} onClosed={onClosed}>
      <DialogTrigger render={<Button size="sm">Ask the cluster</Button>} />
      {found === undefined ? (
        <DialogContent
          title="What does the cluster say?"
          description="Paste what kubectl describe, get events, get pods or rollout status prints, in any mixture. Secrets are taken out before anything is kept."
        >
          <form
            className="mt-3 grid gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              send.mutate();
            }}
          >
            <Field label="Its words">
              <Textarea
                rows={8}
                spellCheck={false}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </Field>
            <CodeBlock
              code={`kubectl describe pods | rollcall evidence ${deployId}`}
              label="The same from a terminal"
              isOneLine
            />
            {refusal !== null && <Refusal refusal={refusal} />}
            <DialogActions>
              <Button type="submit" variant="primary" isBusy={send.isPending} disabled={text.trim() === ""}>
                Read it
              </Button>
            </DialogActions>
          </form>
        </DialogContent>
      ) : (
        <DialogContent
          title={found.length === 0 ? "It names no cause" : "The causes it names"}
          description={
            found.length === 0
              ? "Nothing in it is known to keep pods from serving. Pods and events of the workload tell the most."
              : isOver
                ? "They stand on this page from now on. The deploy has ended, so nobody is told."
                : "They stand on this page from now on, and in messages that are still to come."
          }
        >
          {found.length > 0 && <CauseList causes={found} />}
          <DialogActions>
            <Button variant="primary" onClick={() => setIsOpen(false)}>
              Done
            </Button>
          </DialogActions>
        </DialogContent>
      )}
    </Dialog>
  );
}
