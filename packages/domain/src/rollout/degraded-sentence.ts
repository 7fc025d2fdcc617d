import { formatDuration, formatShare, listNames } from "../words/index.ts";
import type { Findings } from "./findings.ts";
import { servedSentence } from "./sentence-parts.ts";
import type { Slice } from "./slices.ts";
import { slowLimitMs } from "./tally.ts";
import { countAnswers, previousName, type RolloutView } from "./view.ts";

/** Names the culprit: "1.42.0 fails 12 % of its probes (6 of 50), 1.41.3 0 % (0 of 150)." */
export function degradedSentence(view: RolloutView, { degradation }: Findings): string {
  if (degradation === null) return servedSentence(view);
  const regions = [...new Set(degradation.cells.map((cell) => cell.region))];
  const all = new Set(view.facts.monitors.flatMap((monitor) => monitor.regions)).size;
  const where = regions.length < all ? ` In ${listNames(regions)}.` : "";
  const since = formatDuration(view.now - degradation.since);
  if (degradation.kind === "new_fails") return `${newAgainstOld(view)} Since ${since}.${where}`;
  if (degradation.kind === "slow")
    return `${slowText(view, degradation.cells[0]?.tally)} Since ${since}.${where}`;
  const before = degradation.cells.map((cell) => cell.tally.baseline);
  const sum = (of: (baseline: (typeof before)[number]) => number) => before.reduce((n, b) => n + of(b), 0);
  const was = formatShare(
    sum((b) => b.hits),
    sum((b) => b.answers),
  );
  const { error } = view.window.marks;
  const answers = countAnswers(view.window);
  return `${formatShare(error, answers)} of probes fail (${error} of ${answers}, last ${formatDuration(view.windowMs)}), before the deploy ${was}. Since ${since}.${where}`;
}

/** Answers of the window that carried the expected, and those that carried an older version. */
export function answersByVersion({ marks, failed }: Slice): {
  expected: { failed: number; answers: number };
  old: { failed: number; answers: number };
} {
  const oldFailed = failed.previous + failed.other;
  return {
    expected: { failed: failed.expected, answers: marks.expected + failed.expected },
    old: { failed: oldFailed, answers: marks.previous + marks.other + oldFailed },
  };
}

function newAgainstOld(view: RolloutView): string {
  const { expected, old } = answersByVersion(view.window);
  const news = `${view.facts.version} fails ${formatShare(expected.failed, expected.answers)} of its probes (${expected.failed} of ${expected.answers})`;
  if (old.answers === 0) return `${news}.`;
  const name = previousName(view) ?? "the old version";
  return `${news}, ${name} ${formatShare(old.failed, old.answers)} (${old.failed} of ${old.answers}).`;
}

function slowText(view: RolloutView, tally: Parameters<typeof slowLimitMs>[0] | undefined): string {
  const limit = tally === undefined ? null : slowLimitMs(tally);
  const than =
    limit === null ? "than before" : `than ${Math.round(limit)} ms, half as long again as before the deploy`;
  return `${view.facts.version} is slower: more than 5 % of its answers take longer ${than}. ${servedSentence(view)}`;
}
