"use client";

import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { MultiSelect } from "@/components/ui/multi-select.tsx";
import { Select } from "@/components/ui/select.tsx";
import { formatDuration } from "@/format/duration.ts";
import { errorUnder } from "./field-errors.ts";
import { FormSection } from "./form-section.tsx";
import type { SectionProps } from "./section-props.ts";

const intervals = ["10", "30", "60", "120", "300", "600", "1800", "3600", "86400"];

/** How often and from where it is probed, and when it counts as down. */
export function ScheduleSection({ draft, set, errors, regions }: SectionProps & { regions: string[] }) {
  const shown = [...new Set([...intervals, draft.intervalSeconds])].sort((a, b) => Number(a) - Number(b));
  const thresholds = ["quorum", "failureThreshold", "recoveryThreshold", "freshSeconds"];
  const number = (field: "quorum" | "failureThreshold" | "recoveryThreshold" | "freshSeconds") => (
    <Input
      inputMode="numeric"
      className="figures"
      placeholder={field === "quorum" || field === "freshSeconds" ? "automatic" : undefined}
      value={draft[field]}
      onChange={(event) => set({ [field]: event.target.value })}
    />
  );
  return (
    <FormSection title="When and from where">
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
        <Field label="Every" error={errorUnder(errors, "intervalSeconds")}>
          <Select
            options={shown.map((value) => ({ value, label: formatDuration(Number(value)) }))}
            value={draft.intervalSeconds}
            onValueChange={(intervalSeconds) => set({ intervalSeconds })}
          />
        </Field>
        <Field label="From" error={errorUnder(errors, "regions")}>
          <MultiSelect
            label="Regions"
            options={regions}
            value={draft.regions}
            onValueChange={(next) => set({ regions: next })}
            allLabel="every region"
          />
        </Field>
      </div>
      <Disclosure
        summary={<span className="text-sm">When it counts as down</span>}
        open={errorUnder(errors, ...thresholds) !== undefined}
      >
        <div className="mt-3 grid grid-cols-1 items-start gap-3 pl-5.5 sm:grid-cols-2">
          <Field
            label="Failing regions that make it down"
            hint="Automatic: more than half of those that answer."
            error={errorUnder(errors, "quorum")}
          >
            {number("quorum")}
          </Field>
          <Field
            label="Seconds until a region counts as silent"
            hint="Automatic: two intervals and the timeout."
            error={errorUnder(errors, "freshSeconds")}
          >
            {number("freshSeconds")}
          </Field>
          <Field label="Failed answers in a row: failing" error={errorUnder(errors, "failureThreshold")}>
            {number("failureThreshold")}
          </Field>
          <Field label="Good answers in a row: well again" error={errorUnder(errors, "recoveryThreshold")}>
            {number("recoveryThreshold")}
          </Field>
        </div>
      </Disclosure>
    </FormSection>
  );
}
