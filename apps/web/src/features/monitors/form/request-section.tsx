"use client";

import { httpMethod } from "@rollcall/domain/monitor-spec";
import { Button } from "@/components/ui/button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { guessNames } from "../guess-names.ts";
import { errorUnder } from "./field-errors.ts";
import { FormSection } from "./form-section.tsx";
import { HeaderRows } from "./header-rows.tsx";
import type { SectionProps } from "./section-props.ts";

const methods = httpMethod.options.map((method) => ({ value: method, label: method }));

/** What is asked. Enter in the URL probes, because that is what one wants to see first. */
export function RequestSection({
  draft,
  set,
  errors,
  isProbing,
  onProbe,
}: SectionProps & { isProbing: boolean; onProbe: () => void }) {
  const more = ["headers", "body", "timeoutMs", "followRedirects", "origin"];
  const proposeNames = () => {
    if (draft.service === "") set(guessNames(draft.url));
  };
  return (
    <FormSection title="What to ask">
      <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-start gap-2 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
        <Field label="Method" error={errorUnder(errors, "method")}>
          <Select options={methods} value={draft.method} onValueChange={(method) => set({ method })} />
        </Field>
        <Field label="URL" error={errorUnder(errors, "url")}>
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://shop.example.com/version"
            className="figures text-sm"
            value={draft.url}
            onChange={(event) => set({ url: event.target.value })}
            onBlur={proposeNames}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              onProbe();
            }}
          />
        </Field>
        <Button
          className="col-span-2 justify-self-start sm:col-span-1 sm:mt-6"
          isBusy={isProbing}
          disabled={draft.url.trim() === ""}
          onClick={onProbe}
        >
          Probe now
        </Button>
      </div>
      <Disclosure
        summary={<span className="text-sm">Headers, body, timeout, redirects, origin</span>}
        open={
          errorUnder(errors, ...more) !== undefined ||
          draft.headers.length > 0 ||
          draft.body !== "" ||
          draft.origin !== ""
        }
      >
        <div className="mt-3 grid grid-cols-1 gap-4 pl-5.5">
          <HeaderRows headers={draft.headers} errors={errors} onChange={(headers) => set({ headers })} />
          <Field label="Body" error={errorUnder(errors, "body")}>
            <Textarea value={draft.body} onChange={(event) => set({ body: event.target.value })} />
          </Field>
          <div className="grid grid-cols-2 items-start gap-3">
            <Field label="Timeout in seconds" error={errorUnder(errors, "timeoutMs")}>
              <Input
                inputMode="decimal"
                className="figures"
                value={draft.timeoutSeconds}
                onChange={(event) => set({ timeoutSeconds: event.target.value })}
              />
            </Field>
            <Field label="Redirects followed" hint="0 to 5" error={errorUnder(errors, "followRedirects")}>
              <Input
                inputMode="numeric"
                className="figures"
                value={draft.followRedirects}
                onChange={(event) => set({ followRedirects: event.target.value })}
              />
            </Field>
          </div>
          <Field
            label="Origin behind a CDN"
            hint="A host or host:port. It is asked beside the URL while old answers persist, to tell a stale edge from an old origin."
            error={errorUnder(errors, "origin")}
          >
            <Input
              autoComplete="off"
              spellCheck={false}
              placeholder="origin.example.com:8443"
              className="figures text-sm"
              value={draft.origin}
              onChange={(event) => set({ origin: event.target.value })}
            />
          </Field>
        </div>
      </Disclosure>
    </FormSection>
  );
}
