"use client";

import { tokenScope } from "@rollcall/domain/glossary";
import type { CreateTokenInput, TokenWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { MultiSelect } from "@/components/ui/multi-select.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { SecretCode } from "@/components/ui/secret-code.tsx";
import { Select } from "@/components/ui/select.tsx";
import { expiryOf, type Lifetime, lifetimes, scopeWords } from "./token-words.ts";

export type TokenChoices = { services: string[]; environments: string[] };
type CreatedToken = TokenWire & { secret: string };
type TokenDraft = Omit<CreateTokenInput, "expiresAt"> & { lifetime: Lifetime };

const empty: TokenDraft = { name: "", scope: "deploy", services: [], environments: [], lifetime: "never" };

/** Makes a token; its secret is shown here once, and nowhere ever again. */
export function NewToken(choices: TokenChoices) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const create = useMutation({
    mutationFn: () => {
      const { lifetime, ...input } = draft;
      const body = { ...input, expiresAt: expiryOf(lifetime, Date.now()) };
      return requestApi<CreatedToken>("/api/v1/tokens", { method: "POST", body });
    },
    onSuccess: () => router.refresh(),
  });
  // The secret does not outlive the dialog that showed it; while that closes, it must stay as it is.
  const onClosed = () => {
    setDraft(empty);
    create.reset();
  };
  const made = create.data;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen} onClosed={onClosed}>
      <DialogTrigger render={<Button variant="primary">Create a token</Button>} />
      <DialogContent
        title={made === undefined ? "New API token" : `${made.name} is made`}
        description={made && "Copy it now: it is not kept, so it cannot be shown again."}
      >
        {made === undefined ? (
          <TokenForm
            draft={draft}
            set={(change) => setDraft((current) => ({ ...current, ...change }))}
            choices={choices}
            error={create.error}
            isBusy={create.isPending}
            onSubmit={() => create.mutate()}
          />
        ) : (
          <>
            <div className="mt-3">
              <SecretCode code={made.secret} secret={made.secret} label="Token" />
            </div>
            <DialogActions>
              <Button variant="primary" onClick={() => setIsOpen(false)}>
                Done
              </Button>
            </DialogActions>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

function TokenForm({
  draft,
  set,
  choices,
  error,
  isBusy,
  onSubmit,
}: {
  draft: TokenDraft;
  set: (change: Partial<TokenDraft>) => void;
  choices: TokenChoices;
  error: Error | null;
  isBusy: boolean;
  onSubmit: () => void;
}) {
  const refusal = refusalOf(error);
  return (
    <form
      noValidate
      className="mt-3 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="Name" hint="Where it is used." error={refusal?.fields.name}>
        <Input
          autoComplete="off"
          placeholder="GitHub Actions"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <RadioGroup label="Scope" value={draft.scope} onValueChange={(scope) => set({ scope })}>
        {tokenScope.options.map((scope) => (
          <RadioOption key={scope} value={scope} label={scope}>
            {scopeWords[scope]}
          </RadioOption>
        ))}
      </RadioGroup>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Limited to services" error={refusal?.fields.services}>
          <MultiSelect
            label="Services"
            options={choices.services}
            value={draft.services}
            onValueChange={(services) => set({ services })}
            allLabel="every service"
          />
        </Field>
        <Field label="Limited to environments" error={refusal?.fields.environments}>
          <MultiSelect
            label="Environments"
            options={choices.environments}
            value={draft.environments}
            onValueChange={(environments) => set({ environments })}
            allLabel="every environment"
          />
        </Field>
      </div>
      <Field label="Ends" error={refusal?.fields.expiresAt}>
        <Select options={lifetimes} value={draft.lifetime} onValueChange={(lifetime) => set({ lifetime })} />
      </Field>
      {refusal !== null && <ErrorState title={refusal.detail} />}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Create the token
        </Button>
      </DialogActions>
    </form>
  );
}
