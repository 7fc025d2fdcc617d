"use client";

import { type IncidentKind, incidentKind } from "@rollcall/domain/glossary";
import { channelSentence, kindWords } from "@rollcall/domain/words";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { MultiSelect } from "@/components/ui/multi-select.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type ChannelDraft, namesIn } from "./channel-draft.ts";
import { channelKinds } from "./channel-kinds.tsx";
import { ChannelPreview } from "./channel-preview.tsx";

const severities = [
  { value: "warning", label: "a warning or critical" },
  { value: "critical", label: "critical" },
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
  const isAuthor = draft.kind === "email" && draft.mailTo === "author";
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
        <MultiSelect
          label="Kinds of trouble"
          className="w-44"
          options={incidentKind.options}
          value={draft.kinds}
          onValueChange={(chosen) =>
            set({ kinds: incidentKind.options.filter((kind) => chosen.includes(kind)) })
          }
          allLabel="in any trouble"
          wordsFor={(kind) => kindWords[kind as IncidentKind]}
        />
        <span>that is</span>
        <Select
          aria-label="Severity"
          className="w-48"
          options={severities}
          value={draft.minSeverity}
          onValueChange={(minSeverity) => set({ minSeverity })}
        />
        <span>after a deploy by</span>
        <ActorsInput actors={draft.actors} onChange={(actors) => set({ actors })} />
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
        {channelSentence({ ...draft, name, isAuthor })} Recoveries follow what was told.
      </p>
      <ChannelPreview draft={draft} isAuthor={isAuthor} />
    </fieldset>
  );
}

/** Names as somebody types them; the text stays as it was typed. */
function ActorsInput({ actors, onChange }: { actors: string[]; onChange: (actors: string[]) => void }) {
  const [text, setText] = useState(actors.join(", "));
  return (
    <Input
      aria-label="Actors of deploys, separated by commas"
      placeholder="anybody"
      autoCapitalize="off"
      spellCheck={false}
      className="w-44"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(namesIn(event.target.value));
      }}
    />
  );
}
