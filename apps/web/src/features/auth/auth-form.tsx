"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useIsBrowser } from "@/client/clock.tsx";
import { refusalOf, requestApi } from "@/client/request.ts";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";

type Values = Record<string, string>;

/**
 * A form that is sent whole to one call of `/api/auth`. Its inputs keep their values themselves, so that what a
 * password manager fills in is what is sent; `children` gets the refused fields by name.
 */
export function AuthForm({
  path,
  toBody,
  submit,
  onDone,
  children,
}: {
  path: string;
  toBody: (values: Values) => Record<string, unknown>;
  submit: string;
  onDone: (values: Values) => void;
  children: (errors: Record<string, string | undefined>) => React.ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const isBrowser = useIsBrowser();
  const send = useMutation({
    mutationFn: (values: Values) => requestApi(path, { method: "POST", body: toBody(values) }),
    onSuccess: (_, values) => onDone(values),
  });
  const refusal = refusalOf(send.error);
  useFocusInvalid(form, send.error);
  const onSubmit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]);
    send.mutate(Object.fromEntries(entries));
  };
  // Sent before the page works, a form would put the password into the address: POST keeps it out.
  return (
    <form ref={form} method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      {refusal !== null && <ErrorState title={refusal.detail} />}
      {children(refusal?.fields ?? {})}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isBusy={send.isPending || send.isSuccess}
        disabled={!isBrowser}
      >
        {submit}
      </Button>
    </form>
  );
}
