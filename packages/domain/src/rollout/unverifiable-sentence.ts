import { formatDuration, listNames } from "../words/index.ts";
import type { Findings } from "./findings.ts";
import { servedSentence } from "./sentence-parts.ts";
import { type PartView, type RolloutView, versionsIn } from "./view.ts";

/** Says why the deploy cannot be judged, and what is unknown because of it. */
export function unverifiableSentence(view: RolloutView, { unverifiable }: Findings): string {
  const { facts } = view;
  const regions = listNames([...new Set(unverifiable?.parts.map((part) => part.region) ?? [])]);
  const monitors = listNames([...new Set(unverifiable?.parts.map((part) => part.monitor.name) ?? [])]);
  switch (unverifiable?.reason) {
    case "no_monitors":
      return `${facts.version} cannot be verified: no monitor of ${facts.service} in ${facts.environment} reads a version.`;
    case "no_version":
      return `${facts.version} cannot be verified: ${monitors} answers without a readable version. ${servedSentence(view)}`;
    case "blocked":
      return `${facts.version} cannot be verified: probes from ${regions} are refused (403, 429 or a blocked address).`;
    case "identity_mismatch":
      return `Everything answers ${answered(view)}, but ${facts.version} was announced: either the two are the same build, or another one was deployed. ${servedSentence(view)}`;
    default:
      return `${facts.version} cannot be verified: ${silence(unverifiable?.parts ?? [], regions, view.now)}.`;
  }
}

function answered(view: RolloutView): string {
  const other = versionsIn(view.window, view.facts).filter(({ bucket }) => bucket !== "expected");
  return listNames(other.map(({ value }) => value)) || "another version";
}

function silence(parts: readonly PartView[], regions: string, now: number): string {
  const lastAt = Math.max(0, ...parts.map(({ cell }) => cell.lastSampleAt ?? 0));
  const where = regions === "" ? "" : ` from ${regions}`;
  if (lastAt === 0) return `no probe has reported${where} yet`;
  return `too few answers${where}, the last ${formatDuration(now - lastAt)} ago`;
}
