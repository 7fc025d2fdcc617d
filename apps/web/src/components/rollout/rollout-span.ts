import type { RolloutView } from "@rollcall/services/views";
import { deployStateWords } from "../state/state-words.ts";
import { holdSeconds, type Span } from "./chart-geometry.ts";

/**
 * The time the picture covers: from the first answer or event until now; once live or ended, until what was last
 * measured, so that a finished rollout keeps its shape however late it is looked at.
 */
export function chartSpan({ chart, deploy, generatedAt }: RolloutView): Span {
  const starts = [...chart.slices, ...chart.markers].map(({ at }) => Date.parse(at));
  const fromMs = Math.min(Date.parse(deploy.startedAt ?? deploy.createdAt), ...starts);
  const { tone } = deployStateWords[deploy.state];
  const nowMs = Date.parse(generatedAt);
  if (tone !== "good" && tone !== "ended") return { fromMs, toMs: Math.max(nowMs, fromMs + 30_000) };
  const lastMs = Math.max(fromMs, ...starts) + Math.min(holdSeconds, chart.sliceSeconds) * 1000;
  return { fromMs, toMs: Math.min(nowMs, lastMs) };
}
