export {
  type AnswerCounts,
  type AnswerFigures,
  answerFigures,
  countBits,
  countMax,
  latencyGamma,
  mergeAnswers,
} from "./answer-counts.ts";
export { endedSpans, type HeldHealth } from "./ended-spans.ts";
export {
  type HistoryPlan,
  type HistoryWindow,
  historyWindowMs,
  historyWindows,
  planHistory,
  type RollupSpan,
  rollupSpanMs,
} from "./plan-history.ts";
