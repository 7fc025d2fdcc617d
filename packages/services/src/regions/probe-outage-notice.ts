import type { Instant } from "@rollcall/domain/glossary";
import type { Notice } from "@rollcall/domain/notice";
import { describeProbeOutage, type ProbeOutageChange } from "@rollcall/domain/regions";

/** The message about one change of a probe outage; it concerns the whole workspace. */
export function probeOutageNotice(
  change: ProbeOutageChange,
  { outageId, baseUrl, now }: { outageId: string; baseUrl: string; now: Instant },
): Notice {
  const isLoss = change.type === "lost";
  return {
    type: isLoss ? "probe_outage.detected" : "probe_outage.recovered",
    tone: isLoss ? "problem" : "recovery",
    severity: isLoss ? "warning" : null,
    sample: false,
    at: now,
    since: Math.min(...change.regions.map(({ since }) => since)),
    service: "",
    environment: "",
    ...describeProbeOutage(change, now),
    version: null,
    serving: null,
    actor: null,
    ciUrl: null,
    share: null,
    regions: stateWords(change).map(([region, state]) => ({
      region,
      state,
      expected: 0,
      samples: 0,
      marks: [],
      note: null,
    })),
    causes: [],
    incidentId: null,
    deployId: null,
    monitorId: null,
    threadKey: outageId,
    links: { primary: `${baseUrl}/regions`, incident: null },
  };
}

function stateWords(change: ProbeOutageChange): [region: string, state: string][] {
  if (change.type === "lost") return change.regions.map(({ region, how }) => [region, how]);
  return change.regions.map(({ region, isRemoved }) => [region, isRemoved ? "taken away" : "probed again"]);
}
