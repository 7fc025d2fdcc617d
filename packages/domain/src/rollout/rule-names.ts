/**
 * The short, stable names of all rules that may decide on a deploy's state, as they stand in `verdict.rule`. Pages word
 * every one of them.
 */
export const ruleNames = [
  "pending.not_started",
  "waiting.not_seen",
  "rolling.seen",
  "drift.other_version",
  "at_target.target_share",
  "holding.hold_time",
  "live.clean_run",
  "live.already",
  "stuck.progress_deadline",
  "stuck.stalled",
  "stuck.preflight",
  "degraded.new_fails",
  "degraded.fails",
  "degraded.slow",
  "degraded.missing_asset",
  "old_returned.share_test",
  "rolled_back.earlier_everywhere",
  "unverifiable.no_version",
  "unverifiable.blocked",
  "unverifiable.too_few_samples",
  "unverifiable.no_monitors",
  "unverifiable.identity_mismatch",
  "superseded.newer_announcement",
  "cancelled.by_hand",
  "expired.watch_until",
] as const;
export type RuleName = (typeof ruleNames)[number];
