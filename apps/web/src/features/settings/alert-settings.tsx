"use client";

import type { ChannelWire, WorkspaceWire } from "@rollcall/domain/wire";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { refusalOf, requestApi } from "@/client/request.ts";
import { Field } from "@/components/ui/field.tsx";
import { Refusal } from "@/components/ui/refusal.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast.tsx";

type Settings = Pick<
  WorkspaceWire,
  "fallbackChannelId" | "timeZone" | "remindCriticalMinutes" | "remindWarningMinutes"
>;

const reminders = [
  { field: "remindCriticalMinutes", label: "Remind of a critical that nobody has acknowledged" },
  { field: "remindWarningMinutes", label: "Remind of a warning that nobody has acknowledged" },
] as const;
const reminderTimes = [
  { value: "none", label: "Never" },
  { value: "60", label: "Every hour" },
  { value: "240", label: "Every 4 hours" },
  { value: "720", label: "Every 12 hours" },
  { value: "1440", label: "Every day" },
];

/** Stands for "nothing chosen": a select has no empty value. */
const none = "none";

/** Who hears a critical that its channel does not take, and the zone in which messages show times. */
export function AlertSettings({
  settings,
  channels,
  canChange,
}: {
  settings: Settings;
  channels: Pick<ChannelWire, "id" | "name" | "enabled">[];
  canChange: boolean;
}) {
  const router = useRouter();
  const change = useMutation({
    mutationFn: (body: Partial<Settings>) => requestApi("/api/v1/workspace", { method: "PATCH", body }),
    onSuccess: () => {
      toast("Saved");
      router.refresh();
    },
  });
  const refusal = refusalOf(change.error);
  const shown = { ...settings, ...(change.isPending && change.variables) };
  return (
    <div className="grid gap-4">
      <Field
        label="If a critical is not taken within 60 s, also tell"
        hint="By default the oldest other channel, of another kind if there is one. Without another channel: the owners, by email."
      >
        <Select
          options={[
            { value: none, label: "The first other channel, or the owners" },
            ...channels.map(({ id, name, enabled }) => ({
              value: id,
              label: enabled ? name : `${name} (off)`,
            })),
          ]}
          value={shown.fallbackChannelId ?? none}
          onValueChange={(id) => change.mutate({ fallbackChannelId: id === none ? null : id })}
          disabled={!canChange}
        />
      </Field>
      <Field label="Times in messages" hint="Messages show UTC, and this zone beside it.">
        <Select
          options={[
            { value: none, label: "UTC only" },
            ...timeZones(shown.timeZone).map((zone) => ({ value: zone, label: zone })),
          ]}
          value={shown.timeZone ?? none}
          onValueChange={(zone) => change.mutate({ timeZone: zone === none ? null : zone })}
          disabled={!canChange}
        />
      </Field>
      {reminders.map(({ field, label }) => (
        <Field key={field} label={label}>
          <Select
            options={reminderOptions(shown[field])}
            value={String(shown[field] ?? none)}
            onValueChange={(minutes) => change.mutate({ [field]: minutes === none ? null : Number(minutes) })}
            disabled={!canChange}
          />
        </Field>
      ))}
      {refusal !== null && <Refusal refusal={refusal} />}
    </div>
  );
}

/** What is offered, and what was set by the API. */
function reminderOptions(minutes: number | null): { value: string; label: string }[] {
  const value = String(minutes ?? none);
  const isOffered = reminderTimes.some((time) => time.value === value);
  return isOffered ? reminderTimes : [...reminderTimes, { value, label: `Every ${minutes} min` }];
}

/** What the browser knows, and what is set, which it may know by another name. */
function timeZones(set: string | null): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return set === null || known.includes(set) ? known : [set, ...known];
}
