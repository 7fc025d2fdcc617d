"use client";

import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";
import { readerWords } from "../reader-words.ts";
import type { Candidate } from "./candidates.ts";

/** What looks like a version, to choose one of; each with the place in the answer that it stands in. */
export function CandidateList({
  candidates,
  chosen,
  onChoose,
}: {
  candidates: Candidate[];
  chosen: VersionReader | null;
  onChoose: (candidate: Candidate) => void;
}) {
  return (
    <RadioGroup
      label="Where the answer states its version"
      value={chosen === null ? null : JSON.stringify(chosen)}
      onValueChange={(key) => {
        const candidate = candidates.find((entry) => entry.key === key);
        if (candidate !== undefined) onChoose(candidate);
      }}
    >
      {candidates.map((candidate) => (
        <RadioOption key={candidate.key} value={candidate.key} label={<Values candidate={candidate} />}>
          {readerWords(candidate.reader)}: {candidate.why}
          <Source candidate={candidate} />
        </RadioOption>
      ))}
    </RadioGroup>
  );
}

/** Usually one value; while a rollout runs, regions and pods disagree, and that is worth seeing. */
function Values({ candidate: { values } }: { candidate: Candidate }) {
  const [first] = values;
  if (values.length === 1) return <code className="break-all">{first?.value}</code>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {values.map(({ value, regions }) => (
        <span key={value}>
          <code className="break-all">{value}</code>{" "}
          <span className="text-quiet text-sm">{regions.join(", ")}</span>
        </span>
      ))}
    </span>
  );
}

function Source({ candidate: { source } }: { candidate: Candidate }) {
  if (source === null) return null;
  return (
    <code className="mt-1 block break-all rounded-sm bg-sunken px-1.5 py-1 text-quiet text-xs">
      {source.before}
      <mark className="bg-expected/20 text-ink">{source.value}</mark>
      {source.after}
    </code>
  );
}
