"use client";

import type { MonitorWire } from "@rollcall/domain/wire";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useFocusInvalid } from "@/client/use-focus-invalid.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { toast } from "@/components/ui/toast.tsx";
import { ChecksSection } from "./checks-section.tsx";
import type { MonitorDraft } from "./monitor-draft.ts";
import { type KnownService, PlaceSection } from "./place-section.tsx";
import { ProbeAside } from "./probe-aside.tsx";
import { draftOfReader, readerOfDraft } from "./reader-draft.ts";
import { RequestSection } from "./request-section.tsx";
import { ScheduleSection } from "./schedule-section.tsx";
import { UnsavedGuard } from "./unsaved-guard.tsx";
import { useMonitorForm } from "./use-monitor-form.ts";
import { VersionSection } from "./version-section.tsx";

/** Everything about a monitor, with a probe beside it to see what it would get. */
export function MonitorForm({
  saved,
  monitorId,
  regions,
  services,
}: {
  saved: MonitorDraft;
  monitorId: string | null;
  regions: string[];
  services: KnownService[];
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { draft, set, errors, probe, refusal, isSaving, isDirty, startProbe, submit, lastRefused } =
    useMonitorForm({
      saved,
      monitorId,
      onSaved: (monitor: MonitorWire) => {
        toast("Saved. It is being probed now.");
        router.push(`/monitors/${monitor.id}`);
        router.refresh();
      },
    });
  useFocusInvalid(form, lastRefused);
  const part = { draft, set, errors };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid grid-cols-1 gap-x-8 gap-y-5 xl:grid-cols-[minmax(0,40rem)_minmax(0,1fr)] [&_button]:scroll-mb-20 [&_input]:scroll-mb-20"
    >
      <RequestSection {...part} isProbing={probe.isRunning} onProbe={startProbe} />
      <ProbeAside
        className="xl:sticky xl:top-5 xl:col-start-2 xl:row-span-5 xl:row-start-1 xl:self-start"
        probe={probe}
        chosen={readerOfDraft(draft.version)}
        onChoose={({ reader }) => set({ version: draftOfReader(reader) })}
      />
      <VersionSection {...part} />
      <PlaceSection {...part} services={services} isStored={monitorId !== null} />
      <ChecksSection {...part} />
      <ScheduleSection {...part} regions={regions} />
      <div className="sticky bottom-0 z-10 grid gap-3 border-line border-t bg-canvas py-3 xl:col-start-1">
        {refusal !== null && <ErrorState title={refusal.detail} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" isBusy={isSaving}>
            Save the monitor
          </Button>
          <Button render={<Link href={monitorId === null ? "/monitors" : `/monitors/${monitorId}`} />}>
            Cancel
          </Button>
          <span role="status" className="text-quiet text-sm">
            {isDirty ? "Not saved yet" : ""}
          </span>
        </div>
      </div>
      <UnsavedGuard isActive={isDirty} />
    </form>
  );
}
