import { countOf, formatShare } from "../words/index.ts";
import { type Slice, sliceMs, sumSlices, sumWindows } from "./slices.ts";
import { countAnswers, previousName, type RolloutView, versionsIn } from "./view.ts";

/** From this share of failed probes on, users are not served any more. */
const downShare = 0.5;

/** Probes of the shown window that tell what users get: one that was refused to us as a prober does not. */
export function countServed({ window }: RolloutView): { probes: number; failed: number; refused: number } {
  const refused = window.blocked;
  return { probes: countAnswers(window) - refused, failed: window.marks.error - refused, refused };
}

/** True when at least half of the probes of the shown window failed. */
export function isDown(view: RolloutView): boolean {
  const { probes, failed } = countServed(view);
  return probes > 0 && failed >= downShare * probes;
}

/** Fewer failures than these say it of chance; whether a monitor is down is judged beside it, by its own threshold. */
const downMin = 5;

/** True when users are not served for more than a moment: at least half of the probes failed, and not only a few. */
export function isProvenDown(view: RolloutView): boolean {
  return isDown(view) && countServed(view).failed >= downMin;
}

/** What users get now, in one sentence without the deploy: the first words of every message. */
export function impactOf(view: RolloutView): string {
  const { probes, failed, refused } = countServed(view);
  if (probes === 0 && refused > 0)
    return `Nobody knows what users get: ${countOf(refused, "probe")} were refused`;
  if (probes === 0) return "Nobody knows what users get: no probe has answered lately";
  const counts = `${failed} of ${countOf(probes, "probe")} failed`;
  if (failed === probes) return `Users are not served: all ${countOf(probes, "probe")} failed`;
  if (isDown(view)) return `Most users are not served: ${counts}`;
  return `Users are ${failed === 0 ? "" : "mostly "}served (${counts})${servedBy(view)}`;
}

function servedBy(view: RolloutView): string {
  const { facts } = view;
  const window = answersSinceLive(view);
  const { expected } = window.marks;
  const old = window.marks.previous + window.marks.other;
  if (expected + old === 0) return "";
  const other = versionsIn(window, facts).find(({ bucket }) => bucket !== "expected")?.value;
  const name = other ?? previousName(view) ?? "another version";
  const isKnownOld = facts.previousIdentities.length > 0 && window.marks.previous >= window.marks.other;
  if (expected === 0) return `, ${isKnownOld ? "still by" : "by"} ${name}`;
  if (old === 0) return `, by ${facts.version}`;
  return `, ${formatShare(expected, expected + old)} by ${facts.version}, the rest by ${name}`;
}

/** The shown window, of a live deploy without what still answered before it was proven. */
function answersSinceLive({ state: { liveAt }, window, windowMs, parts, now }: RolloutView): Slice {
  if (liveAt === null) return window;
  const from = Math.max(now - windowMs, liveAt + sliceMs);
  return sumWindows(parts.map(({ cell }) => sumSlices(cell.slices, from)));
}
