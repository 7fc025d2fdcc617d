"use client";

import type { VersionReader } from "@rollcall/domain/monitor-spec";
import Link from "next/link";
import { cn } from "@/components/ui/cn.ts";
import { CandidateList } from "../probe/candidate-list.tsx";
import { type Candidate, collectCandidates } from "../probe/candidates.ts";
import { ProbeRefusal } from "../probe/probe-refusal.tsx";
import { ProbeResult } from "../probe/probe-result.tsx";
import type { Probe } from "../probe/use-probe.ts";

/** What the monitor being edited would get, and what in it looks like a version. */
export function ProbeAside({
  probe,
  chosen,
  onChoose,
  className,
}: {
  probe: Probe;
  chosen: VersionReader | null;
  onChoose: (candidate: Candidate) => void;
  className?: string;
}) {
  const { regions, refusal, isRunning } = probe;
  const candidates = regions === null ? [] : collectCandidates(regions);
  const isEmpty = regions === null && refusal === null;
  return (
    <section aria-label="Probe" className={cn("min-w-0", isEmpty && "max-xl:hidden", className)}>
      {refusal !== null && <ProbeRefusal refusal={refusal} />}
      {isEmpty && (
        <p className="rounded-md border border-line border-dashed p-6 text-quiet">
          {isRunning
            ? "Asking."
            : "Probe now, and what every region gets stands here: phases, status, the head of the answer, and what looks like a version."}
        </p>
      )}
      {regions !== null && (
        <div className="grid grid-cols-1 gap-4">
          <ProbeResult regions={regions} />
          {candidates.length > 0 && (
            <div>
              <p className="mb-2 font-medium">Which of these is the version?</p>
              <CandidateList candidates={candidates} chosen={chosen} onChoose={onChoose} />
            </div>
          )}
          {candidates.length === 0 && !isRunning && (
            <p className="text-quiet">
              Nothing in the answer looks like a version.{" "}
              <Link href="/docs/guides/report-your-version" className="link">
                How an app reports one
              </Link>
            </p>
          )}
        </div>
      )}
    </section>
  );
}
