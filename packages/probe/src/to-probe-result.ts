import { cleanText } from "@rollcall/domain/clean-text";
import type { ProbeSpec } from "@rollcall/domain/monitor-spec";
import { cacheHeaderNames, type Outcome, type ProbeResult } from "@rollcall/domain/observation";
import type { OutboundResult } from "@rollcall/outbound";
import type { Answer } from "./answer.ts";
import { askedPauseMs } from "./asked-pause.ts";
import { failedAssertions } from "./failed-assertions.ts";
import { readVersion } from "./read-version.ts";

/** The fact that a request has established about a target, read as the spec says. */
export function toProbeResult(spec: ProbeSpec, result: OutboundResult, answer: Answer | null): ProbeResult {
  const version = answer && spec.version ? readVersion(spec.version, answer) : null;
  const retryAfterMs = askedPauseMs(result, Math.round(result.finishedAt));
  return {
    startedAt: result.startedAt,
    finishedAt: Math.round(result.finishedAt),
    timings: {
      dnsMs: roundMs(result.timings.dnsMs),
      connectMs: roundMs(result.timings.connectMs),
      tlsMs: roundMs(result.timings.tlsMs),
      firstByteMs: roundMs(result.timings.firstByteMs),
      transferMs: roundMs(result.timings.transferMs),
    },
    totalMs: roundMs(result.totalMs) ?? 0,
    ...(result.observerDelayMs > 0 ? { observerDelayMs: Math.round(result.observerDelayMs) } : {}),
    remoteAddress: result.remoteAddress,
    outcome: cleanOutcome(result.outcome),
    version: version !== null && spec.version ? { value: version, reader: spec.version } : null,
    instance: answer && spec.instance ? readVersion(spec.instance, answer) : null,
    cache: readCacheHeaders(result.headers),
    failedAssertions: answer ? failedAssertions(spec.assertions, answer) : [],
    tlsDaysLeft: result.tlsDaysLeft,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

const cacheHeaders: ReadonlySet<string> = new Set(cacheHeaderNames);

function readCacheHeaders(headers: OutboundResult["headers"]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [sent, value] of headers) {
    const name = sent.toLowerCase();
    if (cacheHeaders.has(name) && !Object.hasOwn(found, name)) found[name] = cleanText(value);
  }
  return found;
}

/** A redirect's detail quotes the target. */
function cleanOutcome(outcome: Outcome): Outcome {
  return outcome.kind === "bad_redirect" ? { ...outcome, detail: cleanText(outcome.detail) } : outcome;
}

/** Hundredths are finer than any network is steady. */
function roundMs(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 100) / 100;
}
