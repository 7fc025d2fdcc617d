/**
 * Remembers which parts of reports are done, so that a report that could not be taken in whole in its time goes on where it
 * was: what is repeated from the beginning under too much load is never done.
 */
import type { ReportPart } from "@rollcall/services/ingest";
import { placeOf } from "./report-intake.ts";

export type ReportProgress = {
  /** The parts of a report that are not done, in their order. */
  left(reportId: string, parts: readonly ReportPart[]): ReportPart[];
  noteDone(reportId: string, part: ReportPart): void;
  /** All of it is done: nobody sends it again. */
  forget(reportId: string): void;
};

/** More than are in work at once; of a report that is forgotten the database knows what was stored. */
const reportsMax = 2_000;

export function createReportProgress(): ReportProgress {
  const done = new Map<string, Set<string>>();
  return {
    left(reportId, parts) {
      const known = done.get(reportId);
      return parts.filter((part) => !known?.has(placeOf(part)));
    },
    noteDone(reportId, part) {
      const known = done.get(reportId) ?? new Set();
      known.add(placeOf(part));
      done.set(reportId, known);
      const [oldest] = done.keys();
      if (done.size > reportsMax && oldest !== undefined) done.delete(oldest);
    },
    forget: (reportId) => void done.delete(reportId),
  };
}
