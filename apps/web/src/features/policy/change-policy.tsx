"use client";

import { defaultPolicy } from "@rollcall/domain/policy";
import type { PolicyName, PolicyWire, ServiceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent, DialogTrigger } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { toast } from "@/components/ui/toast.tsx";
import { costSentence, draftOfPolicy, patchOfDraft, typedSetting } from "./policy-draft.ts";

type Props = { service: string; environment: string; policy: PolicyWire };

const fields: { name: PolicyName; label: string; hint: string }[] = [
  {
    name: "tolerance",
    label: "Old answers tolerated, in %",
    hint: "Live means that less than this of the traffic still gets something else.",
  },
  {
    name: "risk",
    label: "Risk of a false live, in %",
    hint: "Over the whole watch, however long it lasts: 1 % is 99 % sure.",
  },
  {
    name: "progressDeadlineSeconds",
    label: "Stuck after, in seconds",
    hint: "Without any proven progress.",
  },
  {
    name: "holdSeconds",
    label: "Held before live, in seconds",
    hint: "The proof must hold so long. Empty: not at all, and a minute behind a CDN.",
  },
  {
    name: "soakSeconds",
    label: "Compared after live, in seconds",
    hint: "Failures and times are compared with those before.",
  },
  {
    name: "probesPerSecondMax",
    label: "Probes a second, at most",
    hint: "Of each monitor and region. Empty: as many as the proof takes.",
  },
];

/** Says by what the next deploys of a service in an environment are judged. */
export function ChangePolicy({ service, environment, policy }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger
        render={
          <Button size="sm" aria-label={`Change how deploys to ${environment} are judged`}>
            Change
          </Button>
        }
      />
      <DialogContent
        title={`How deploys to ${environment} are judged`}
        description="Holds from the next announcement on; one that states a setting itself has the last word. An empty field is the default."
        className="top-[6vh] max-h-[88vh]"
      >
        <PolicyForm {...{ service, environment, policy }} onSaved={() => setIsOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function PolicyForm({ service, environment, policy, onSaved }: Props & { onSaved: () => void }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOfPolicy(policy));
  const save = useMutation({
    mutationFn: () =>
      requestApi<ServiceWire>(`/api/v1/services/${encodeURIComponent(service)}`, {
        method: "PATCH",
        body: { policy: { [environment]: patchOfDraft(draft) } },
      }),
    onSuccess: () => {
      onSaved();
      toast(`The next deploys to ${environment} are judged so.`);
      router.refresh();
    },
  });
  useFocusInvalid(form, save.error);
  const refusal = refusalOf(save.error);
  const pointer = `policy/${environment.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const errorOf = (name: PolicyName) => refusal?.fields[`${pointer}/${name}`];
  const isAtFields = fields.some(({ name }) => errorOf(name) !== undefined);
  return (
    <form
      ref={form}
      noValidate
      className="mt-3 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="grid grid-cols-1 items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        {fields.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} error={errorOf(name)}>
            <Input
              inputMode="decimal"
              className="figures"
              placeholder={placeholderOf(name)}
              value={draft[name]}
              onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <p aria-live="polite" className="rounded-md bg-sunken p-2.5 text-sm">
        {costSentence(draft) ?? "What a proof costs is said here as soon as the settings make sense."}
      </p>
      {refusal !== null && !isAtFields && <Refusal refusal={refusal} />}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}

function placeholderOf(name: PolicyName): string {
  const value = defaultPolicy[name];
  return value === null ? "automatic" : typedSetting(name, value);
}
