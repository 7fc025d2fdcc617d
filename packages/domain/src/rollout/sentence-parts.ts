import { countOf, formatDuration, formatShare, listNames } from "../words/index.ts";
import { countServed, isDown } from "./impact.ts";
import { sumWindows } from "./slices.ts";
import { countAnswers, type PartView, type RolloutView, watchedFrom } from "./view.ts";

/** "Users are served: 0 of 200 probes failed." */
export function servedSentence(view: RolloutView): string {
  const { probes, failed } = countServed(view);
  if (probes === 0) return "No probe tells what users get.";
  const counts = `${failed} of ${countOf(probes, "probe")} failed`;
  if (failed === probes) return `Users are not served: all ${countOf(probes, "probe")} failed.`;
  return isDown(view) ? `Most users are not served: ${counts}.` : `Users are served: ${counts}.`;
}

/** The same, but only when something is wrong; else empty. */
export function downSentence(view: RolloutView): string {
  return view.window.marks.error === 0 ? "" : servedSentence(view);
}

/** "3 of 4 regions are done, eu-west has been at 46 % for 4 min. ", with a space at its end; empty for one region. */
export function laggardSentence(view: RolloutView): string {
  const regions = [...new Set(view.parts.map((part) => part.region))];
  if (regions.length < 2) return "";
  const partsOf = (region: string) => view.parts.filter((part) => part.region === region);
  const undone = regions.filter((region) => !partsOf(region).every((part) => part.isDone));
  const doneCount = regions.length - undone.length;
  const done = `${doneCount} of ${regions.length} regions ${doneCount === 1 ? "is" : "are"} done`;
  if (undone.length === 0 || undone.length === regions.length) return `${done}. `;
  const [first] = undone;
  if (undone.length > 1 || first === undefined) return `${done}, ${listNames(undone)} are not. `;
  return `${done}, ${laggardText(first, partsOf(first), view)}. `;
}

function laggardText(region: string, parts: readonly PartView[], view: RolloutView): string {
  if (parts.every((part) => part.isSilent)) return `${region} is silent`;
  const window = sumWindows(parts.map((part) => part.window));
  const share = formatShare(window.marks.expected, countAnswers(window));
  // What answered before the announcement was not this rollout.
  const watchedMs = view.now - (watchedFrom(view.facts) ?? view.now);
  const flatMs = Math.min(flatFor(parts, view.now), watchedMs);
  return flatMs < 60_000
    ? `${region} is at ${share}`
    : `${region} has been at ${share} for ${formatDuration(flatMs)}`;
}

/** For how long the share has not differed, by three standard errors, from what it is now. */
function flatFor(parts: readonly PartView[], now: number): number {
  const slices = parts.flatMap(({ cell }) => cell.history).sort((a, b) => b.at - a.at);
  const total = { expected: 0, answers: 0 };
  let flatSince = now;
  for (const { at, expected, answers } of slices) {
    const mean = total.answers === 0 ? expected / answers : total.expected / total.answers;
    const error = Math.sqrt(Math.max(0.01, mean * (1 - mean)) / answers);
    if (Math.abs(expected / answers - mean) > 3 * error) break;
    total.expected += expected;
    total.answers += answers;
    flatSince = at;
  }
  return now - flatSince;
}
