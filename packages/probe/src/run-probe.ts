import type { ProbeSpec, ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { ProbeResult } from "@rollcall/domain/observation";
import { type OutboundOptions, outboundRequest } from "@rollcall/outbound";
import { toAnswer } from "./answer.ts";
import { probeAssets } from "./probe-assets.ts";
import { type ProbeTurn, probeRequest } from "./probe-request.ts";
import { toProbeResult } from "./to-probe-result.ts";

/** `turn` rotates through the target's addresses, `userAgent` names the program (see `probeUserAgent`). */
export type ProbeOptions = OutboundOptions & {
  variant?: ProbeVariant;
  turn?: ProbeTurn;
  userAgent?: string;
};

/**
 * Probes once, on a fresh connection without cookies. Whatever the target does is in the result; rejects only with
 * the signal's reason when the caller aborts.
 */
export async function runProbe(spec: ProbeSpec, options: ProbeOptions): Promise<ProbeResult> {
  if (options.variant === "assets") return probeAssets(spec, options);
  const result = await outboundRequest(probeRequest(spec, options.variant ?? "plain", options), options);
  return toProbeResult(spec, result, toAnswer(result));
}
