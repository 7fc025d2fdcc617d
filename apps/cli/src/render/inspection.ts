import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { describeOutcome } from "@rollcall/domain/observation-text";
import type { Inspection } from "@rollcall/probe";
import type { Palette } from "./palette.ts";

const barColumns = 40;

/** One probe for people: what came back, how long each phase took, what looks like a version. */
export function renderInspection(url: string, inspection: Inspection, palette: Palette): string[] {
  const { outcome, totalMs, remoteAddress, cache, redirects, failedAssertions, tlsDaysLeft } = inspection;
  const isGood = outcome.kind === "answered" && failedAssertions.length === 0;
  const facts: [string, string | null][] = [
    ["redirected", redirects.length > 0 ? redirects.join(" → ") : null],
    ["address", remoteAddress],
    ["certificate", tlsDaysLeft === null ? null : `${Math.floor(tlsDaysLeft)} days left`],
    ["cache", Object.keys(cache).length > 0 ? listOf(cache) : null],
    ["failed", failedAssertions.length > 0 ? failedAssertions.join("; ") : null],
  ];
  const sections = [
    [
      `${palette.strong(url)}  ${(isGood ? palette.good : palette.bad)(describeOutcome(outcome, totalMs))} in ${formatMs(totalMs)}`,
      ...facts.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(12)}${value}`])),
    ],
    renderPhases(inspection, palette),
    renderCandidates(inspection, palette),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

/** Phases as bars on one time line, so that the slow one is seen at once. */
function renderPhases({ timings, totalMs }: Inspection, palette: Palette): string[] {
  const phases: [string, number | null][] = [
    ["dns", timings.dnsMs],
    ["connect", timings.connectMs],
    ["tls", timings.tlsMs],
    ["first byte", timings.firstByteMs],
    ["transfer", timings.transferMs],
  ];
  let before = 0;
  return phases.flatMap(([name, ms]) => {
    if (ms === null) return [];
    const scale = totalMs === 0 ? 0 : barColumns / totalMs;
    const from = Math.round(before * scale);
    before += ms;
    const bar = "▮".repeat(Math.max(1, Math.round(before * scale) - from));
    return [`${name.padEnd(12)}${formatMs(ms).padStart(9)}  ${" ".repeat(from)}${palette.expected(bar)}`];
  });
}

function renderCandidates({ candidates, outcome }: Inspection, palette: Palette): string[] {
  if (outcome.kind !== "answered") return [];
  if (candidates.length === 0)
    return [
      "No version found in this answer. Let the app say it, for example in a header: x-version: 1.42.0",
    ];
  return [
    "What looks like a version, best first:",
    ...candidates.map(
      ({ reader, value, why }) =>
        `  ${palette.strong(value.padEnd(24))}  ${readerWords(reader).padEnd(32)}  ${palette.quiet(why)}`,
    ),
  ];
}

/** `header x-version`, `json git.commit.id`. */
function readerWords(reader: VersionReader): string {
  if (reader.from === "json") return `json ${reader.path}`;
  if (reader.from === "regex") return `regex ${reader.pattern}`;
  return reader.from === "text" ? "text (the whole body)" : `${reader.from} ${reader.name}`;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function listOf(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
