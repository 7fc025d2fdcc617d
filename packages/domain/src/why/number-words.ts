/** The numbers behind a verdict, as sentences and as names. */
import { proofWords } from "../policy/proof-words.ts";
import { progressWords } from "../rollout/progress-words.ts";
import { countOf, formatDuration, formatPercent, formatShare } from "../words/index.ts";

/** As a verdict carries them; one of an older release may lack some. */
export type Numbers = Record<string, number | string | null>;
/** A line of numbers; `null` where a verdict does not carry them. */
export type NumberWords = (numbers: Numbers) => string | null;

/** A number by its name; `null` where a verdict does not carry it. */
export function numberIn(numbers: Numbers, name: string): number | null {
  const value = numbers[name];
  return typeof value === "number" ? value : null;
}

/** "less than 10 % old, 99 % sure", by the settings that the verdict was made with. */
export function provenBy(numbers: Numbers): string {
  return proofWords({
    tolerance: numberIn(numbers, "tolerance") ?? 0.1,
    risk: numberIn(numbers, "risk") ?? 0.01,
  });
}

/** How many answers each side gave in the window, and how many of them failed. */
export const answersByVersion: NumberWords = (numbers) => {
  const answers = numberIn(numbers, "answers");
  if (answers === null) return null;
  if (answers === 0) return "No answers in the window.";
  const part = (name: string, count: string, failed: string) => {
    const of = numberIn(numbers, count) ?? 0;
    return of === 0 ? null : `${of} ${name} (${numberIn(numbers, failed) ?? 0} failed)`;
  };
  const parts = [
    part("new", "expectedAnswers", "expectedFailed"),
    part("old", "oldAnswers", "oldFailed"),
  ].filter((words) => words !== null);
  const failed = numberIn(numbers, "failed") ?? 0;
  return `${countOf(answers, "answer")} in the window${parts.length === 0 ? "" : `: ${parts.join(", ")}`}. ${failed} failed in all.`;
};

/** In how many pairs of monitor and region it is proven. */
export const parts: NumberWords = (numbers) => {
  const all = numberIn(numbers, "parts");
  if (all === null || all === 0) return null;
  const silent = numberIn(numbers, "partsSilent") ?? 0;
  const pairs = all === 1 ? "1 pair of monitor and region" : `${all} pairs of monitor and region`;
  const silence = silent === 0 ? "" : `, ${silent} silent`;
  return `Proven in ${numberIn(numbers, "partsDone") ?? 0} of ${pairs}${silence}.`;
};

/** How far the part that is furthest behind has come with its proof. */
export const shortestRun: NumberWords = (numbers) => {
  const run = numberIn(numbers, "cleanRunShortest");
  const seen = numberIn(numbers, "samplesCounted");
  if (run === null || seen === 0) return null;
  const counted = seen === null ? "" : `, of ${countOf(seen, "answer")} counted`;
  return run === 0
    ? `Somewhere the last answer was not the new version${counted}.`
    : `The shortest unbroken run of new answers is ${run} long${counted}.`;
};

/** Since when nothing has provably moved, and what moved last. */
export const progress: NumberWords = (numbers) => {
  const idleMs = numberIn(numbers, "idleMs");
  if (idleMs === null) return null;
  const kind = (progressWords as Record<string, string>)[String(numbers.progressKind)];
  const deadlineMs = numberIn(numbers, "progressDeadlineMs");
  const deadline = deadlineMs === null ? "" : `; the deadline is ${formatDuration(deadlineMs)}`;
  const last = kind === undefined ? "" : ` The last was ${kind}.`;
  return `No proven progress for ${formatDuration(idleMs)}${deadline}.${last}`;
};

/** The highest share that the new version has reached. */
export const peak: NumberWords = (numbers) => {
  const share = numberIn(numbers, "peakShare");
  return share === null || share === 0
    ? null
    : `The new version's highest share was ${formatShare(share, 1)}.`;
};

/** What proves that answers have become worse: `verb` says what the bad ones did. */
export const proof =
  (verb: string): NumberWords =>
  (numbers) => {
    const hits = numberIn(numbers, "proofHits");
    const answers = numberIn(numbers, "proofAnswers");
    if (hits === null || answers === null) return null;
    const limit = numberIn(numbers, "proofLimit");
    const usual = limit === null ? "" : `; up to ${formatShare(limit, 1)} would have been usual`;
    return `${hits} of ${countOf(answers, "answer")} ${verb} (${formatShare(hits, answers)})${usual}.`;
  };

/** How many files of the live page are missing. */
export const missingFiles: NumberWords = (numbers) => {
  const missing = numberIn(numbers, "assetsMissing");
  const checked = numberIn(numbers, "assetsChecked");
  if (missing === null || checked === null) return null;
  return `${missing} of ${countOf(checked, "file")} that the page asks for ${missing === 1 ? "is" : "are"} missing.`;
};

const percent = (share: number) => formatShare(share, 1);

const labels: Record<string, { name: string; show: (value: number) => string }> = {
  tolerance: { name: "Share of old answers that counts as gone", show: formatPercent },
  risk: { name: "Risk of a false live in the whole watch", show: formatPercent },
  answers: { name: "Answers in the window", show: String },
  failed: { name: "of them failed", show: String },
  expectedAnswers: { name: "Answers of the new version", show: String },
  expectedFailed: { name: "of them failed", show: String },
  oldAnswers: { name: "Answers of older versions", show: String },
  oldFailed: { name: "of them failed", show: String },
  parts: { name: "Pairs of monitor and region", show: String },
  partsDone: { name: "of them proven", show: String },
  partsSilent: { name: "of them silent", show: String },
  cleanRunShortest: { name: "Shortest unbroken run of new answers", show: String },
  samplesCounted: { name: "Answers counted since the start", show: String },
  peakShare: { name: "Highest share of the new version", show: percent },
  idleMs: { name: "Since proven progress", show: formatDuration },
  progressDeadlineMs: { name: "Progress deadline", show: formatDuration },
  image: { name: "What the registry says of the image", show: String },
  usualFirstSeenMs: { name: "Usual time to the first answer", show: formatDuration },
  lateFirstSeenMs: { name: "from which on it is late", show: formatDuration },
  usualLiveMs: { name: "Usual time to live", show: formatDuration },
  lateLiveMs: { name: "from which on it is late", show: formatDuration },
  laterThanUsual: { name: "Late with", show: String },
  proofLimit: { name: "Share that would have been usual", show: percent },
  proofHits: { name: "Bad answers in the proof", show: String },
  proofAnswers: { name: "Answers in the proof", show: String },
  proofEvidenceNeeded: { name: "Evidence the proof needed, in nats", show: String },
  assetsChecked: { name: "Files that the page asks for", show: String },
  assetsMissing: { name: "of them missing", show: String },
  evidenceNeededNow: { name: "Evidence a run that starts now needs, in nats", show: String },
};

const toldInSentences = new Set(["progressAt", "progressKind", "imageCheckedAt"]);

/** All numbers of a verdict with their names; instants and kinds are told in sentences instead. */
export function labelNumbers(numbers: Numbers): { key: string; name: string; text: string }[] {
  return Object.entries(numbers)
    .filter(([key]) => !toldInSentences.has(key))
    .map(([key, value]) => {
      const { name, show } = labels[key] ?? { name: key, show: String };
      const text = typeof value === "number" ? show(value) : (value?.replaceAll("_", " ") ?? "–");
      return { key, name, text };
    });
}
