"use client";

import type { RegistryWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { toast } from "@/components/ui/toast.tsx";

const empty = { host: "", username: "", password: "", plainHttp: false };

/** Says as whom to look for images at a registry; the same host again replaces what was there. */
export function SetRegistry() {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const set = (change: Partial<typeof empty>) => setDraft((current) => ({ ...current, ...change }));
  const save = useMutation({
    mutationFn: () => {
      const body = {
        host: draft.host.trim(),
        username: draft.username.trim() || null,
        password: draft.password || null,
        plainHttp: draft.plainHttp,
      };
      return requestApi<RegistryWire>("/api/v1/registries", { method: "POST", body });
    },
    onSuccess: ({ host }) => {
      setIsOpen(false);
      toast(`${host} is set. Images of open deploys are looked for again.`);
      router.refresh();
    },
  });
  const refusal = refusalOf(save.error);
  const { host, username, password } = refusal?.fields ?? {};
  const isNamed = host !== undefined || username !== undefined || password !== undefined;
  // A password does not outlive the dialog that took it.
  const onClosed = () => {
    setDraft(empty);
    save.reset();
  };
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen} onClosed={onClosed}>
      <DialogTrigger render={<Button variant="primary">Add a registry</Button>} />
      <DialogContent
        title="A registry's pull credentials"
        description="Sealed, shown to nobody, and sent to that registry and its token service alone. A user that may pull is enough."
      >
        <form
          noValidate
          autoComplete="off"
          className="mt-3 grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Field label="Host" hint="With its port, if it has one." error={host}>
            <Input
              spellCheck={false}
              autoComplete="off"
              placeholder="ghcr.io"
              className="figures text-sm"
              value={draft.host}
              onChange={(event) => set({ host: event.target.value })}
            />
          </Field>
          <Field label="User" error={username}>
            <Input
              spellCheck={false}
              autoComplete="off"
              value={draft.username}
              onChange={(event) => set({ username: event.target.value })}
            />
          </Field>
          <Field
            label="Password or token"
            hint="Empty keeps the one that is stored for this user."
            error={password}
          >
            <Input
              type="password"
              autoComplete="new-password"
              value={draft.password}
              onChange={(event) => set({ password: event.target.value })}
            />
          </Field>
          <Checkbox
            label="It is reached without TLS"
            checked={draft.plainHttp}
            onCheckedChange={(plainHttp) => set({ plainHttp })}
          />
          {refusal !== null && !isNamed && <Refusal refusal={refusal} />}
          <DialogActions>
            <Button type="submit" variant="primary" isBusy={save.isPending}>
              Save
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
