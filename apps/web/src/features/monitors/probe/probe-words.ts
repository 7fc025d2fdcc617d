/** What a probe request brought, in words. */
import { describeOutcome } from "@rollcall/domain/observation-text";
import type { Inspection } from "@rollcall/queue";
import type { ProbeRequestView } from "@rollcall/services/monitors";
import { countOf } from "../../../format/count.ts";
import { formatMs } from "../../../format/duration.ts";

export type ProbedRegion = ProbeRequestView["regions"][number];

/** True when a region got the answer that was asked for. */
export function isGood(inspection: Inspection): boolean {
  return inspection.outcome.kind === "answered" && inspection.failedAssertions.length === 0;
}

/** One sentence over all regions: how many got a good answer, and what the first of the others got. */
export function probeSentence(regions: ProbedRegion[]): string {
  const done = regions.flatMap((row) => (row.inspection === null ? [] : [row.inspection]));
  const good = done.filter(isGood);
  const pending = regions.filter((row) => row.state === "pending").length;
  if (done.length === 0 && pending > 0) return `Asking from ${countOf(pending, "region")}.`;
  const fastest = Math.min(...good.map((inspection) => inspection.totalMs));
  const speed = good.length === 0 ? "" : `, the fastest in ${formatMs(fastest)}`;
  const head = `${good.length} of ${countOf(regions.length, "region")} got a good answer${speed}.`;
  const rest = pending > 0 ? ` Waiting for ${countOf(pending, "more region", "more regions")}.` : "";
  const bad = regions.find(
    (row) => row.state !== "pending" && (row.inspection === null || !isGood(row.inspection)),
  );
  return `${head}${bad === undefined ? "" : ` ${bad.region}: ${regionWords(bad)}.`}${rest}`;
}

/** What one region got: "answered 200", "connection refused". */
export function outcomeWords({ state, inspection }: ProbedRegion): string {
  if (inspection === null)
    return state === "silent" ? "not probed, no prober answers" : "waiting for the answer";
  return describeOutcome(inspection.outcome, inspection.totalMs);
}

/** The same with the checks that did not hold. */
export function regionWords(row: ProbedRegion): string {
  const failed = row.inspection?.failedAssertions ?? [];
  const outcome = outcomeWords(row);
  return failed.length === 0 ? outcome : `${outcome}, but not as asked: ${failed.join("; ")}`;
}
