import type { RolloutView } from "@rollcall/services/views";
import { deployStateWords } from "../state/state-words.ts";
import { holdSeconds, type Span } from "./chart-geometry.ts";

/** What follows going live stays in the picture for this long, or half as long as the rollout took. */
const afterLiveMs = 60_000;

/**
 * The time the picture covers: from the first answer or event until now. Once live it freezes soon after, once
 * ended with what was last measured, so that a finished rollout keeps its shape however late it is looked at.
 */
export function chartSpan({
  chart,
  deploy,
  generatedAt,
}: Pick<RolloutView, "chart" | "deploy" | "generatedAt">): Span {
  const times = [...chart.slices, ...chart.markers].map(({ at }) => Date.parse(at));
  const fromMs = Math.min(Date.parse(deploy.startedAt ?? deploy.createdAt), ...times);
  const { tone } = deployStateWords[deploy.state];
  const nowMs = Date.parse(generatedAt);
  if (tone !== "good" && tone !== "ended") {
    const leastMs = fromMs + 30_000;
    return nowMs < leastMs ? { fromMs, toMs: leastMs, untilMs: nowMs } : { fromMs, toMs: nowMs };
  }
  if (tone === "good" && deploy.liveAt !== null) {
    const liveMs = Date.parse(deploy.liveAt);
    return { fromMs, toMs: Math.min(nowMs, liveMs + Math.max(afterLiveMs, (liveMs - fromMs) / 2)) };
  }
  const lastMs = Math.max(fromMs, ...times) + Math.min(holdSeconds, chart.sliceSeconds) * 1000;
  return { fromMs, toMs: Math.min(nowMs, lastMs) };
}
