"use client";

import type { CreateMonitorInput, MonitorWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { guessNames } from "@/features/monitors/guess-names.ts";
import type { Found } from "./url-step.tsx";

/** What the thing behind the URL is called; saving makes the monitor. */
export function NameStep({ found, onSaved }: { found: Found; onSaved: (monitor: MonitorWire) => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [names, setNames] = useState(() => guessNames(found.url));
  const save = useMutation({
    mutationFn: () => {
      const body: Partial<CreateMonitorInput> = { ...names, url: found.url, version: found.reader };
      return requestApi<MonitorWire>("/api/v1/monitors", { method: "POST", body });
    },
    onSuccess: onSaved,
  });
  const refusal = refusalOf(save.error);
  useFocusInvalid(form, save.error);
  return (
    <form
      ref={form}
      noValidate
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
        <Field label="Service" hint="What is deployed." error={refusal?.fields.service}>
          <Input
            className="h-10"
            autoComplete="off"
            autoCapitalize="off"
            placeholder="checkout-api"
            value={names.service}
            onChange={(event) => setNames({ ...names, service: event.target.value })}
          />
        </Field>
        <Field label="Environment" hint="Where it is deployed." error={refusal?.fields.environment}>
          <Input
            className="h-10"
            autoComplete="off"
            autoCapitalize="off"
            value={names.environment}
            onChange={(event) => setNames({ ...names, environment: event.target.value })}
          />
        </Field>
      </div>
      {refusal !== null && <ErrorState title={refusal.detail} />}
      <div>
        <Button type="submit" variant="primary" size="lg" isBusy={save.isPending || save.isSuccess}>
          Save the monitor
        </Button>
      </div>
    </form>
  );
}
