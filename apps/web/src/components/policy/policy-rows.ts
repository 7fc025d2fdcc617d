import { proofWords } from "@rollcall/domain/policy";
import type { PolicySource, PolicyWire } from "@rollcall/domain/wire";
import { formatDuration } from "../../format/duration.ts";
import { setSentence } from "../../format/sentence.ts";

export type PolicyRow = { name: string; text: string; from: PolicySource };

/** By what a deploy is judged, line by line, each with who chose it. */
export function policyRows(policy: PolicyWire): PolicyRow[] {
  const { tolerance, risk, progressDeadlineSeconds, holdSeconds, soakSeconds, probesPerSecondMax } = policy;
  const proof = setSentence(proofWords({ tolerance: tolerance.value, risk: risk.value }));
  const rows = [
    { name: "Live when", text: proof, from: strongest(tolerance.from, risk.from) },
    {
      name: "Stuck after",
      text: `${formatDuration(progressDeadlineSeconds.value)} without progress`,
      from: progressDeadlineSeconds.from,
    },
    { name: "Held before live", text: holdText(holdSeconds.value), from: holdSeconds.from },
    {
      name: "Compared after live",
      text: soakSeconds.value === 0 ? "not at all" : `for ${formatDuration(soakSeconds.value)}`,
      from: soakSeconds.from,
    },
  ];
  const { value: most, from } = probesPerSecondMax;
  return most === null ? rows : [...rows, { name: "Probes at most", text: `${most} a second`, from }];
}

function holdText(seconds: number | null): string {
  if (seconds === null) return "not at all; a minute behind a CDN";
  return seconds === 0 ? "not at all" : `for ${formatDuration(seconds)}`;
}

/** Of two settings that stand in one line, the one that was chosen nearer to the deploy. */
function strongest(...sources: PolicySource[]): PolicySource {
  if (sources.includes("deploy")) return "deploy";
  return sources.includes("service") ? "service" : "default";
}
