import { countOf, formatShare } from "../words/index.ts";
import { countAnswers, previousName, type RolloutView, versionsIn } from "./view.ts";

/** From this share of failed probes on, users are not served any more. */
const downShare = 0.5;

/** True when at least half of the probes of the shown window failed. */
export function isDown({ window }: RolloutView): boolean {
  const answers = countAnswers(window);
  return answers > 0 && window.marks.error >= downShare * answers;
}

/** What users get now, in one sentence without the deploy: the first words of every message. */
export function impactOf(view: RolloutView): string {
  const { window } = view;
  const answers = countAnswers(window);
  if (answers === 0) return "Nobody knows what users get: no probe has answered lately";
  const failed = `${window.marks.error} of ${countOf(answers, "probe")} failed`;
  if (window.marks.error === answers) return `Users are not served: all ${countOf(answers, "probe")} failed`;
  if (isDown(view)) return `Most users are not served: ${failed}`;
  const by = servedBy(view);
  return window.marks.error === 0
    ? `Users are served (${failed})${by}`
    : `Users are mostly served (${failed})${by}`;
}

function servedBy(view: RolloutView): string {
  const { window, facts } = view;
  const { expected } = window.marks;
  const old = window.marks.previous + window.marks.other;
  const named = versionsIn(window, facts).find(({ bucket }) => bucket !== "expected")?.value;
  const other = named ?? previousName(view) ?? "another version";
  if (expected + old === 0) return "";
  if (expected === 0) return `, still by ${other}`;
  return old === 0
    ? `, by ${facts.version}`
    : `, ${formatShare(expected, expected + old)} by ${facts.version}, the rest by ${other}`;
}
