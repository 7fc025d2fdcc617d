"use client";

import { weekdays } from "@rollcall/domain/wire";
import { dayNames } from "@rollcall/domain/words";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { Select } from "@/components/ui/select.tsx";
import { formatDuration } from "@/format/duration.ts";
import { lengths, type MaintenanceDraft } from "./maintenance-draft.ts";

type Props = {
  draft: MaintenanceDraft;
  set: (change: Partial<MaintenanceDraft>) => void;
  /** By field of the body. */
  errors: Record<string, string>;
};

const columns = "grid grid-cols-1 items-start gap-4 *:min-w-0 sm:grid-cols-2";

/** When it is on: now, once, or again and again. */
export function WhenFields({ draft, set, errors }: Props) {
  return (
    <>
      <div className="w-fit">
        <Segmented
          label="When"
          options={[
            { value: "now", name: "Now" },
            { value: "once", name: "Once, later" },
            { value: "recurring", name: "Recurring" },
          ]}
          value={draft.when}
          onValueChange={(when) => set({ when })}
        />
      </div>
      {draft.when === "recurring" ? (
        <RepeatFields draft={draft} set={set} errors={errors} />
      ) : (
        <div className={columns}>
          {draft.when === "once" && (
            <Field label="From" hint="In your time zone." error={errors.from}>
              <Input
                type="datetime-local"
                className="figures"
                value={draft.from}
                onChange={(event) => set({ from: event.target.value })}
              />
            </Field>
          )}
          <LengthField draft={draft} set={set} error={errors.durationMinutes ?? errors.until} />
        </div>
      )}
    </>
  );
}

/** When a recurring one is on, and for how long. */
export function RepeatFields({ draft, set, errors }: Props) {
  return (
    <>
      <DayFields draft={draft} set={set} errors={errors} />
      <div className={columns}>
        <Field label="At" error={errors["repeat/at"]}>
          <Input
            type="time"
            className="figures"
            value={draft.at}
            onChange={(event) => set({ at: event.target.value })}
          />
        </Field>
        <LengthField
          draft={draft}
          set={set}
          error={errors.durationMinutes ?? errors["repeat/durationMinutes"] ?? errors.until}
        />
        <Field label="By the clock of" error={errors["repeat/timeZone"]}>
          <Select
            options={[...new Set([draft.timeZone, ...Intl.supportedValuesOf("timeZone")])].map((zone) => ({
              value: zone,
              label: zone,
            }))}
            value={draft.timeZone}
            onValueChange={(timeZone) => set({ timeZone })}
          />
        </Field>
      </div>
    </>
  );
}

function LengthField({ draft, set, error }: Omit<Props, "errors"> & { error: string | undefined }) {
  return (
    <Field label="For" error={error}>
      <Select
        options={[...new Set([...lengths, draft.minutes])]
          .sort((a, b) => a - b)
          .map((minutes) => ({ value: String(minutes), label: formatDuration(minutes * 60) }))}
        value={String(draft.minutes)}
        onValueChange={(minutes) => set({ minutes: Number(minutes) })}
      />
    </Field>
  );
}

function DayFields({ draft, set, errors }: Props) {
  return (
    <div className="grid gap-3">
      <div className="w-fit">
        <Segmented
          label="How often"
          options={[
            { value: "day", name: "Every day" },
            { value: "week", name: "Every week" },
            { value: "month", name: "Every month" },
          ]}
          value={draft.every}
          onValueChange={(every) => set({ every })}
        />
      </div>
      {draft.every === "week" && (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
          <legend className="sr-only">On these days</legend>
          {weekdays.map((day) => (
            <Checkbox
              key={day}
              label={dayNames[day]}
              checked={draft.weekdays.includes(day)}
              onCheckedChange={(isChosen) =>
                set({
                  weekdays: weekdays.filter((one) => (one === day ? isChosen : draft.weekdays.includes(one))),
                })
              }
            />
          ))}
        </fieldset>
      )}
      {errors["repeat/weekdays"] !== undefined && (
        <p role="alert" className="text-error text-sm first-letter:uppercase">
          {errors["repeat/weekdays"]}
        </p>
      )}
      {draft.every === "month" && (
        <Field
          label="On day"
          hint="In a shorter month on its last."
          error={errors["repeat/monthDay"]}
          className="max-w-40"
        >
          <Input
            type="number"
            min={1}
            max={31}
            className="figures"
            value={draft.monthDay}
            onChange={(event) => set({ monthDay: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}
