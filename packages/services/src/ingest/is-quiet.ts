import { probeSeq } from "@rollcall/domain/due";
import { isOk } from "@rollcall/domain/observation";
import type { ReportPart } from "./record-observations.ts";

/**
 * True when nobody waits for what these answers say: all is well, at the monitor's own pace. A rollout's bursts, the
 * first answer of a monitor, a confirmation and every failure are judged at once.
 */
export function isQuiet({ observations }: Pick<ReportPart, "observations">): boolean {
  return observations.every((one) => one.seq === probeSeq.interval && one.variant === "plain" && isOk(one));
}
