"use client";

import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { useState } from "react";
import { useIsBrowser } from "@/client/clock.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import type { Snippet } from "@/features/docs/read-snippets.ts";
import { allowSettingIn } from "@/features/monitors/probe/allow-target.ts";
import { CandidateList } from "@/features/monitors/probe/candidate-list.tsx";
import { collectCandidates } from "@/features/monitors/probe/candidates.ts";
import { ProbeRefusal } from "@/features/monitors/probe/probe-refusal.tsx";
import { ProbeResult } from "@/features/monitors/probe/probe-result.tsx";
import { isGood, type ProbedRegion } from "@/features/monitors/probe/probe-words.ts";
import { useProbe } from "@/features/monitors/probe/use-probe.ts";
import { NoVersion } from "./no-version.tsx";

/** What the first step finds out: the URL, and where its answers state their version. */
export type Found = { url: string; reader: VersionReader | null; version: string | null };

/** One field: a URL. Every region probes it, and one click chooses the version in what comes back. */
export function UrlStep({ snippets, onFound }: { snippets: Snippet[]; onFound: (found: Found) => void }) {
  const isBrowser = useIsBrowser();
  const [url, setUrl] = useState("");
  const [probed, setProbed] = useState("");
  const [chosen, setChosen] = useState<Omit<Found, "url">>({ reader: null, version: null });
  const probe = useProbe();
  const isClosed = allowSettingIn([probe.refusal?.fields.url]) !== null;
  const start = () => {
    setProbed(withScheme(url));
    setChosen({ reader: null, version: null });
    probe.start("/api/app/probe", { url: withScheme(url) });
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <form
        noValidate
        className="grid grid-cols-1 items-start gap-2 sm:grid-cols-[minmax(0,1fr)_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Field
          label="URL"
          hint="A page or endpoint your users ask for, best one that states its version, such as /version."
          error={isClosed ? "Not on the public internet." : probe.refusal?.fields.url}
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="https://shop.example.com/version"
            className="figures h-10"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        <Button
          type="submit"
          variant={probe.regions === null ? "primary" : "secondary"}
          size="lg"
          className="sm:mt-6"
          isBusy={probe.isRunning}
          disabled={!isBrowser || url.trim() === ""}
        >
          Probe now
        </Button>
      </form>
      {probe.refusal !== null && <ProbeRefusal refusal={probe.refusal} />}
      {probe.regions !== null && <ProbeResult regions={probe.regions} />}
      {probe.regions !== null && (
        <VersionChoice
          regions={probe.regions}
          isRunning={probe.isRunning}
          chosen={chosen}
          snippets={snippets}
          onChoose={setChosen}
          onContinue={() => onFound({ url: probed, ...chosen })}
        />
      )}
    </div>
  );
}

/** People type hosts; an address without a scheme is meant as the secure one. */
function withScheme(text: string): string {
  const trimmed = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

function VersionChoice({
  regions,
  isRunning,
  chosen,
  snippets,
  onChoose,
  onContinue,
}: {
  regions: ProbedRegion[];
  isRunning: boolean;
  chosen: Omit<Found, "url">;
  snippets: Snippet[];
  onChoose: (chosen: Omit<Found, "url">) => void;
  onContinue: () => void;
}) {
  const candidates = collectCandidates(regions);
  const hasAnswer = regions.some(({ inspection }) => inspection !== null && isGood(inspection));
  if (candidates.length === 0 && isRunning) return null;
  return (
    <>
      {candidates.length > 0 ? (
        <div>
          <p className="mb-2 font-medium">Which of these is the version?</p>
          <CandidateList
            candidates={candidates}
            chosen={chosen.reader}
            onChoose={({ reader, values }) => onChoose({ reader, version: values[0]?.value ?? null })}
          />
        </div>
      ) : (
        hasAnswer && <NoVersion snippets={snippets} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        {candidates.length > 0 && (
          <Button variant="primary" size="lg" disabled={chosen.reader === null} onClick={onContinue}>
            Continue
          </Button>
        )}
        {chosen.reader === null && (
          <Button variant={candidates.length > 0 ? "ghost" : "secondary"} onClick={onContinue}>
            {healthOnly(candidates.length, hasAnswer)}
          </Button>
        )}
      </div>
    </>
  );
}

function healthOnly(candidates: number, hasAnswer: boolean): string {
  if (candidates > 0) return "None of them: watch health only";
  return hasAnswer ? "Watch health only" : "Watch it all the same";
}
