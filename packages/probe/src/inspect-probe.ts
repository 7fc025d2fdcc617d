import { cleanLines, cleanText } from "@rollcall/domain/clean-text";
import type { ProbeSpec } from "@rollcall/domain/monitor-spec";
import type { ProbeResult } from "@rollcall/domain/observation";
import { outboundRequest } from "@rollcall/outbound";
import { toAnswer } from "./answer.ts";
import { findCandidates, type VersionCandidate } from "./find-candidates.ts";
import { probeRequest } from "./probe-request.ts";
import type { ProbeOptions } from "./run-probe.ts";
import { toProbeResult } from "./to-probe-result.ts";

/** A probe with its answer laid open, for a person who sets up a monitor. */
export type Inspection = ProbeResult & {
  /** As sent, at most 100; cookies are named, not shown. */
  headers: [name: string, value: string][];
  /** The first 4 KiB of the body; `null` when there is none, or none that is text. */
  bodyHead: string | null;
  candidates: VersionCandidate[];
  /** The URLs that redirects led to. */
  redirects: string[];
};

const headersMax = 100;
const headerCharsMax = 1024;
const bodyHeadCharsMax = 4096;

/** Probes once like `runProbe` and shows what came back, with everything in it that looks like a version. */
export async function inspectProbe(spec: ProbeSpec, options: ProbeOptions): Promise<Inspection> {
  const result = await outboundRequest(probeRequest(spec, options.variant ?? "plain", options), options);
  const answer = toAnswer(result);
  return {
    ...toProbeResult(spec, result, answer),
    headers: result.headers
      .slice(0, headersMax)
      .map(([name, value]) => [
        cleanText(name),
        name.toLowerCase() === "set-cookie" ? hideCookie(value) : cleanText(value, headerCharsMax),
      ]),
    bodyHead: bodyHead(answer?.text ?? null),
    candidates: answer ? findCandidates(answer) : [],
    redirects: result.redirects,
  };
}

function bodyHead(text: string | null): string | null {
  const isBinary = text?.slice(0, 1024).includes("\u0000") ?? true;
  return text === null || text === "" || isBinary ? null : cleanLines(text, bodyHeadCharsMax);
}

function hideCookie(value: string): string {
  return `${cleanText(value.split("=")[0] ?? "")}=(hidden)`;
}
