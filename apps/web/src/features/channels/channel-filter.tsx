"use client";

import { Checkbox } from "@/components/ui/checkbox.tsx";
import { MultiSelect } from "@/components/ui/multi-select.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { ChannelDraft } from "./channel-draft.ts";
import { channelSentence } from "./channel-sentence.ts";

const severities = [
  { value: "warning", label: "warnings and criticals" },
  { value: "critical", label: "criticals only" },
] as const;

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
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1.5 font-medium text-sm">What it tells</legend>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <span>Tell about</span>
        <Select
          aria-label="Severity"
          className="w-52"
          options={severities}
          value={draft.minSeverity}
          onValueChange={(minSeverity) => set({ minSeverity })}
        />
        <span>of</span>
        <MultiSelect
          label="Services"
          className="w-44"
          options={services}
          value={draft.services}
          onValueChange={(chosen) => set({ services: chosen })}
          allLabel="every service"
        />
        <span>in</span>
        <MultiSelect
          label="Environments"
          className="w-44"
          options={environments}
          value={draft.environments}
          onValueChange={(chosen) => set({ environments: chosen })}
          allLabel="every environment"
        />
      </div>
      <Checkbox
        label="Also when a deploy is live"
        checked={draft.liveNotices}
        onCheckedChange={(liveNotices) => set({ liveNotices })}
      />
      <p aria-live="polite" className="text-quiet">
        {channelSentence(draft)} Recoveries follow what was told.
      </p>
    </fieldset>
  );
}
