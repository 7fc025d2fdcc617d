"use client";

import { channelSentence } from "@rollcall/domain/words";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { MultiSelect } from "@/components/ui/multi-select.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { ChannelDraft } from "./channel-draft.ts";
import { channelKinds } from "./channel-kinds.tsx";

const severities = [
  { value: "warning", label: "stuck, degraded or down" },
  { value: "critical", label: "degraded or down" },
] as const;

/** Stands for null: a select has no empty value. */
const atOnce = "at_once";

/** At once, or only when nobody has taken a problem on. */
function turnOptions(minutes: number | null): { value: string; label: string }[] {
  const waits = [...new Set([5, 15, 30, 60, ...(minutes === null ? [] : [minutes])])];
  return [
    { value: atOnce, label: "at once" },
    ...waits.map((wait) => ({
      value: String(wait),
      label: `when nobody has acknowledged it for ${wait} min`,
    })),
  ];
}

/** The filter as a sentence with choices in it, and the sentence it makes. */
export function ChannelFilter({
  draft,
  set,
  services,
  environments,
}: {
  draft: ChannelDraft;
  set: (change: Partial<ChannelDraft>) => void;
  services: string[];
  environments: string[];
}) {
  const name = draft.name.trim() || channelKinds[draft.kind].name;
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1.5 font-medium text-sm">What it tells</legend>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <span>Tell it when</span>
        <MultiSelect
          label="Environments"
          className="w-44"
          options={environments}
          value={draft.environments}
          onValueChange={(chosen) => set({ environments: chosen })}
          allLabel="any environment"
        />
        <span>of</span>
        <MultiSelect
          label="Services"
          className="w-44"
          options={services}
          value={draft.services}
          onValueChange={(chosen) => set({ services: chosen })}
          allLabel="any service"
        />
        <span>is</span>
        <Select
          aria-label="Severity"
          className="w-56"
          options={severities}
          value={draft.minSeverity}
          onValueChange={(minSeverity) => set({ minSeverity })}
        />
      </div>
      <Select
        aria-label="When it is told"
        className="w-full max-w-96"
        options={turnOptions(draft.escalateAfterMinutes)}
        value={String(draft.escalateAfterMinutes ?? atOnce)}
        onValueChange={(minutes) =>
          set({ escalateAfterMinutes: minutes === atOnce ? null : Number(minutes) })
        }
      />
      <Checkbox
        label="Also when a deploy is live"
        checked={draft.liveNotices}
        onCheckedChange={(liveNotices) => set({ liveNotices })}
      />
      <p aria-live="polite" className="text-quiet">
        {channelSentence({ ...draft, name })} Recoveries follow what was told.
      </p>
    </fieldset>
  );
}
