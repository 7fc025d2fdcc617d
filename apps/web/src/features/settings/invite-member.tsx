"use client";

import type { MemberRole } from "@rollcall/domain/glossary";
import type { Invited } from "@rollcall/services/workspaces";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { CodeBlock } from "@/components/ui/code-block.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { roleWords } from "./role-words.ts";

/** Invites somebody by email; the link is shown once, to be handed on where no mail arrives. */
export function InviteMember({ roles }: { roles: readonly MemberRole[] }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const invite = useMutation({
    mutationFn: () =>
      requestApi<Invited>("/api/v1/invitations", { method: "POST", body: { email: email.trim(), role } }),
    onSuccess: () => router.refresh(),
  });
  const invited = invite.data;
  const refusal = refusalOf(invite.error);
  const onClosed = () => {
    setEmail("");
    setRole("member");
    invite.reset();
  };
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen} onClosed={onClosed}>
      <DialogTrigger render={<Button size="sm">Invite somebody</Button>} />
      {invited === undefined ? (
        <DialogContent
          title="Invite somebody"
          description="They get a link that works once, for a week, for their address alone."
        >
          <form
            noValidate
            className="mt-3 grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              invite.mutate();
            }}
          >
            <Field label="Email" error={refusal?.fields.email}>
              <Input
                type="email"
                inputMode="email"
                autoComplete="off"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            </Field>
            <RadioGroup label="Role" value={role} onValueChange={setRole}>
              {roles.map((value) => (
                <RadioOption key={value} value={value} label={value}>
                  {roleWords[value]}
                </RadioOption>
              ))}
            </RadioGroup>
            {refusal !== null && refusal.fields.email === undefined && <Refusal refusal={refusal} />}
            <DialogActions>
              <Button type="submit" variant="primary" isBusy={invite.isPending}>
                Invite
              </Button>
            </DialogActions>
          </form>
        </DialogContent>
      ) : (
        <DialogContent
          title={`${invited.email} is invited`}
          description={
            invited.isMailed
              ? "The link is on its way by mail. It is shown here once, in case the mail does not arrive."
              : "This instance has no mail server: hand on this link. It is shown here once."
          }
        >
          <div className="mt-3">
            <CodeBlock code={invited.url} label="Invitation link" isOneLine />
          </div>
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
