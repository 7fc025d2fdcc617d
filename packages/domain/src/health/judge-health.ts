import type { HealthState, Instant } from "../glossary.ts";
import { regionsToAsk } from "./confirm-in.ts";
import type { HealthFold } from "./fold-health.ts";
import { healthSentence } from "./health-sentence.ts";
import { isDown, quorumOf } from "./quorum.ts";
import { currentStreak } from "./region-streak.ts";
import type { HealthPolicy, HealthVerdict, RegionHealth } from "./types.ts";

/**
 * Says what the folded answers mean at `now`. Pure: the same fold, policy and instant give the same verdict. The
 * returned fold remembers what was shown and asked; store it, or the same confirmation is asked for again.
 */
export function judgeHealth(
  fold: HealthFold,
  policy: HealthPolicy,
  now: Instant,
): { verdict: HealthVerdict; state: HealthFold } {
  const regions = policy.regions.map((region) => regionHealth(fold, policy, region, now));
  const failing = regions.filter((region) => region.state === "failing").length;
  const fresh = regions.filter((region) => region.state !== "no_data").length;
  const quorum = quorumOf(policy, fresh);
  const hasData = fresh >= quorum;
  const decided = hasData ? decide(fold, failing, fresh, quorum) : fold.decided;
  const shown = show(fold, policy, hasData, decided);
  const since = shown === fold.shown ? fold.since : now;
  const asked = policy.enabled && shown !== "down" ? regionsToAsk(fold, policy, now) : [];
  const advisoryDueAt = shown === "advisory" ? since + policy.advisoryAlertMs : null;
  const state: HealthFold = {
    regions: keepConfigured(fold, policy),
    decided,
    shown,
    since,
    askedAt: { ...fold.askedAt, ...Object.fromEntries(asked.map((region) => [region, now])) },
  };
  return {
    state,
    verdict: {
      health: shown,
      since,
      regions,
      failing,
      fresh,
      quorum,
      sentence: healthSentence(shown, since, regions, now),
      confirmIn: asked,
      advisoryDue: advisoryDueAt !== null && now >= advisoryDueAt,
      nextJudgeAt: policy.enabled ? nextJudgeAt(regions, policy, advisoryDueAt, now) : null,
    },
  };
}

/** A region that has not decided yet (one failure, no good answer) counts as one without data. */
function regionHealth(fold: HealthFold, policy: HealthPolicy, region: string, now: Instant): RegionHealth {
  const known = fold.regions[region];
  if (known === undefined) return { region, state: "no_data", since: null, lastAt: null, lastFailure: null };
  const streak = currentStreak(known, policy);
  const lastAt = streak.recent.at(-1)?.at ?? null;
  const isFresh = lastAt !== null && now - lastAt <= policy.freshMs;
  const state = isFresh && streak.state !== "undecided" ? streak.state : "no_data";
  return { region, state, since: streak.since, lastAt, lastFailure: streak.lastFailure };
}

function decide(fold: HealthFold, failing: number, fresh: number, quorum: number): HealthFold["decided"] {
  if (isDown(fold.decided === "down", failing, fresh, quorum)) return "down";
  return failing > 0 ? "advisory" : "up";
}

function show(
  fold: HealthFold,
  policy: HealthPolicy,
  hasData: boolean,
  decided: HealthFold["decided"],
): HealthState {
  if (!policy.enabled) return "paused";
  if (hasData) return decided;
  return Object.keys(fold.regions).length === 0 || decided === "unknown" ? "unknown" : "no_data";
}

function keepConfigured(fold: HealthFold, policy: HealthPolicy): HealthFold["regions"] {
  return Object.fromEntries(
    Object.entries(fold.regions).filter(([region]) => policy.regions.includes(region)),
  );
}

function nextJudgeAt(
  regions: readonly RegionHealth[],
  policy: HealthPolicy,
  advisoryDueAt: Instant | null,
  now: Instant,
): Instant | null {
  const staleAt = regions.flatMap((r) =>
    r.state === "no_data" || r.lastAt === null ? [] : r.lastAt + policy.freshMs + 1,
  );
  const later = [...staleAt, ...(advisoryDueAt === null ? [] : [advisoryDueAt])].filter((at) => at > now);
  return later.length === 0 ? null : Math.min(...later);
}
