"use client";

import type { IncidentWire, VerdictWire } from "@rollcall/domain/wire";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeftIcon, ChevronRightIcon, XIcon } from "lucide-react";
import Link from "next/link";
import { requestApi } from "@/client/request.ts";
import { formatDuration } from "@/format/duration.ts";
import { setSentence } from "@/format/sentence.ts";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { type BucketNames, describeShare } from "./buckets.ts";
import type { Moment } from "./chart-geometry.ts";
import { verdictsDuring } from "./moments.ts";
import { VerdictEntry } from "./verdict-entry.tsx";

/** One picked time of a rollout: what was being said then and why, who was told, and what was answered. */
export function MomentPanel({
  moment,
  originMs,
  verdicts,
  isComplete,
  incidentId,
  names,
  onMove,
  onAnswers,
  onClose,
}: {
  moment: Moment;
  originMs: number;
  verdicts: VerdictWire[];
  /** False while verdicts before the known ones are still to be loaded. */
  isComplete: boolean;
  incidentId: string | null;
  names: BucketNames;
  onMove: (by: -1 | 1) => void;
  onAnswers: (from: string, to: string) => void;
  onClose: () => void;
}) {
  const said = verdictsDuring(verdicts, moment.fromMs, moment.toMs);
  const [from, to] = [moment.fromMs, moment.toMs].map((ms) => new Date(ms).toISOString()) as [string, string];
  const seconds = Math.round((moment.fromMs - originMs) / 1000);
  return (
    <section aria-label="What was said then" className="rounded-md border border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-sunken/50 px-3 py-1.5">
        <h3 className="figures font-medium text-sm">
          <Time at={from} show="clock" />
        </h3>
        <span className="text-quiet text-sm">
          {formatDuration(Math.abs(seconds))} {seconds < 0 ? "before" : "after"} the start
        </span>
        <span className="ml-auto flex">
          <Button size="icon" variant="ghost" aria-label="Earlier" onClick={() => onMove(-1)}>
            <ChevronLeftIcon aria-hidden="true" />
          </Button>
          <Button size="icon" variant="ghost" aria-label="Later" onClick={() => onMove(1)}>
            <ChevronRightIcon aria-hidden="true" />
          </Button>
          <Button size="icon" variant="ghost" aria-label="Close" onClick={onClose}>
            <XIcon aria-hidden="true" />
          </Button>
        </span>
      </div>
      {said.length > 0 ? (
        <ol className="divide-y divide-line">
          {said.map((verdict) => (
            <VerdictEntry key={verdict.seq} verdict={verdict} isOpen onAnswers={onAnswers} />
          ))}
        </ol>
      ) : (
        <p className="px-3 py-2.5">
          {isComplete
            ? "Nothing was said yet: these answers are the baseline that later ones are compared with."
            : "Loading what was said then."}
        </p>
      )}
      {incidentId !== null && <IncidentThen incidentId={incidentId} moment={moment} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-3 py-2">
        <p className="figures min-w-0 text-sm">
          {moment.placed === null ? "No answers then." : describeShare(moment.placed.slice, names)}
        </p>
        <Button size="sm" className="ml-auto" onClick={() => onAnswers(from, to)}>
          The answers of this time
        </Button>
      </div>
    </section>
  );
}

/** What happened to the incident in this time: opened, told to a channel, acknowledged, resolved. */
function IncidentThen({ incidentId, moment: { fromMs, toMs } }: { incidentId: string; moment: Moment }) {
  const { data: incident } = useQuery({
    queryKey: ["incident", incidentId],
    queryFn: ({ signal }) => requestApi<IncidentWire>(`/api/v1/incidents/${incidentId}`, { signal }),
    staleTime: 10_000,
  });
  const entries = (incident?.timeline ?? []).filter(({ at }) => {
    const time = Date.parse(at);
    return time >= fromMs && time < toMs;
  });
  if (entries.length === 0) return null;
  return (
    <div className="border-line border-t px-3 py-2 text-sm">
      <Link href={`/incidents/${incidentId}`} className="link">
        The incident
      </Link>
      <ul className="mt-1 grid gap-0.5">
        {entries.map(({ at, text }) => (
          <li key={`${at} ${text}`} className="flex gap-3">
            <span className="figures shrink-0 text-quiet">
              <Time at={at} show="clock" />
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{setSentence(text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
