"use client";

import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ProbeRefusal } from "../probe/probe-refusal.tsx";
import { ProbeResult } from "../probe/probe-result.tsx";
import { useProbe } from "../probe/use-probe.ts";

/** One probe outside the interval, shown in full and judged by nobody. */
export function ProbeNow({ monitorId, regions }: { monitorId: string; regions: string[] }) {
  const probe = useProbe();
  return (
    <Card
      title="Probe now"
      actions={
        <Button
          size="sm"
          isBusy={probe.isRunning}
          onClick={() => probe.start(`/api/v1/monitors/${monitorId}/probe`, { regions })}
        >
          Probe now
        </Button>
      }
    >
      {probe.refusal !== null && <ProbeRefusal refusal={probe.refusal} />}
      {probe.regions === null ? (
        probe.refusal === null && (
          <p className="text-quiet">
            Asks from every region at once and shows what each one gets. It is shown, never judged.
          </p>
        )
      ) : (
        <ProbeResult regions={probe.regions} />
      )}
    </Card>
  );
}
