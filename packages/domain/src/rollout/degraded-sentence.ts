import { formatDuration, formatShare, listNames } from "../words/index.ts";
import { answersBefore, answersByVersion, type FailedOf } from "./answers-by-version.ts";
import type { Degradation } from "./degradation.ts";
import { failureLimit } from "./failure-watch.ts";
import { servedSentence } from "./sentence-parts.ts";
import { slowerText } from "./slowness.ts";
import { countAnswers, previousName, type RolloutView } from "./view.ts";

/** Names the culprit: "1.42.0 fails 12 % of its probes (6 of 50), 1.41.3 0 % (0 of 150), for 40 s." */
export function degradedSentence(view: RolloutView, degradation: Degradation): string {
  const regions = [...new Set(degradation.cells.map((cell) => cell.region))];
  const all = new Set(view.facts.monitors.flatMap((monitor) => monitor.regions)).size;
  const where = regions.length < all ? ` in ${listNames(regions)}` : "";
  return `${whatGotWorse(view, degradation)}${where}, for ${formatDuration(view.now - degradation.since)}. ${servedSentence(view)}`;
}

function whatGotWorse(view: RolloutView, degradation: Degradation): string {
  switch (degradation.kind) {
    case "new_fails":
      return newAgainstOld(view, degradation);
    case "fails":
      return nowAgainstBefore(view, degradation);
    case "slow":
      return slowerThanBefore(view, degradation);
  }
}

function newAgainstOld(view: RolloutView, degradation: Degradation): string {
  const { expected, old } = answersByVersion(view.window);
  const newer = `${view.facts.version} fails ${failedText(expected, "of its probes ")}`;
  const older = old.answers === 0 ? "" : `, ${previousName(view) ?? "the old version"} ${failedText(old)}`;
  return `${newer}${older}${isAlsoUnanswered(view, degradation) ? `; and ${unansweredText(view)}` : ""}`;
}

/** Failures that tell no version have risen by themselves: not the new version's, but those of too few instances. */
function isAlsoUnanswered(view: RolloutView, { cells }: Degradation): boolean {
  const limit = Math.max(...cells.map(({ tally }) => failureLimit(tally.quality.baseline)));
  return view.window.failed.unreadable > limit * countAnswers(view.window);
}

function unansweredText({ window }: RolloutView): string {
  const silent = window.failed.unreadable;
  return `too few instances are left to serve: ${failedText({ failed: silent, answers: countAnswers(window) }, "of probes get no answer from either version ")}`;
}

function nowAgainstBefore(view: RolloutView, { cells }: Degradation): string {
  const failed = { failed: view.window.marks.error, answers: countAnswers(view.window) };
  const before = answersBefore(cells);
  const was = before.answers === 0 ? "" : `, before the deploy ${failedText(before)}`;
  if (isTooFewLeft(view)) return `${unansweredText(view)}${was}`.replace(/^t/, "T");
  return `${failedText(failed, "of probes fail ")}${was}`;
}

/** Whoever answers answers well; the failures are of probes that reached nobody. */
function isTooFewLeft({ window }: RolloutView): boolean {
  const { expected, old } = answersByVersion(window);
  const silent = window.failed.unreadable;
  return expected.answers > 0 && silent > 0 && expected.failed + old.failed <= 0.1 * silent;
}

function failedText({ failed, answers }: FailedOf, ofWhat = ""): string {
  return `${formatShare(failed, answers)} ${ofWhat}(${failed} of ${answers})`;
}

function slowerThanBefore(view: RolloutView, { cells }: Degradation): string {
  const [cell] = cells;
  return `${view.facts.version} is slower: ${cell === undefined ? "its answers take longer than before" : slowerText(cell.tally.quality)}`;
}
