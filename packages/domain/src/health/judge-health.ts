import type { HealthState, Instant } from "../glossary.ts";
import type { HealthFold } from "./fold-health.ts";
import { healthSentence } from "./health-sentence.ts";
import { isDown, quorumOf } from "./quorum.ts";
import { currentStreak } from "./region-streak.ts";
import { regionsToAsk } from "./regions-to-ask.ts";
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
  const standings = policy.regions.map((region) => standRegion(fold, policy, region, now));
  const regions = standings.map(({ health }) => health);
  const counts = countRegions(standings, policy);
  const hasData = counts.fresh >= counts.quorum;
  const decided = hasData ? decide(fold.decided, counts, policy) : fold.decided;
  const shown = show(fold, policy, hasData, decided);
  const since = shown === fold.shown ? fold.since : now;
  const asking = policy.enabled
    ? regionsToAsk(fold, policy, shown === "down", now)
    : { ask: [], nextAt: null, asked: fold.asked };
  const advisoryDueAt = shown === "advisory" ? since + policy.advisoryAlertMs : null;
  const isDueNow = advisoryDueAt !== null && now >= advisoryDueAt;
  const isFrozenDue = shown === "no_data" && decided === "advisory" && fold.advisoryDue === true;
  const advisoryDue = isDueNow || isFrozenDue;
  const state: HealthFold = {
    regions: keepConfigured(fold, policy),
    decided,
    advisoryDue,
    shown,
    since,
    asked: asking.asked,
  };
  return {
    state,
    verdict: {
      health: shown,
      decided,
      since,
      regions,
      failing: counts.failing,
      fresh: counts.fresh,
      quorum: counts.quorum,
      sentence: healthSentence(shown, since, regions, now),
      confirmIn: asking.ask,
      advisoryDue,
      nextJudgeAt: policy.enabled
        ? earliest([...turningPoints(regions, policy), advisoryDueAt, asking.nextAt], now)
        : null,
    },
  };
}

/**
 * `isWavering`: its last answer contradicts its state and is not confirmed, or it was asked whether it still fails and
 * owes the answer.
 */
type Standing = { health: RegionHealth; isWavering: boolean };

/** A region that has not decided yet (one failure, no good answer) counts as one without data. */
function standRegion(fold: HealthFold, policy: HealthPolicy, region: string, now: Instant): Standing {
  const known = fold.regions[region];
  if (known === undefined) {
    const health = { region, state: "no_data", since: null, lastAt: null, lastFailure: null } as const;
    return { health, isWavering: false };
  }
  const streak = currentStreak(known, policy);
  const lastAt = streak.recent.at(-1)?.at ?? null;
  const isFresh = lastAt !== null && now - lastAt <= policy.freshMs;
  const state = isFresh && streak.state !== "undecided" ? streak.state : "no_data";
  const isHeld =
    state === "no_data" &&
    streak.state === "failing" &&
    now - (lastAt ?? 0) <= policy.freshMs + policy.heldMs;
  const { since, lastFailure } = streak;
  const health: RegionHealth = {
    region,
    state,
    since,
    lastAt,
    lastFailure,
    ...(isHeld && { wasFailing: true }),
  };
  const isWavering =
    state === "up" ? streak.failures > 0 : streak.goods > 0 || owesAnswer(fold, policy, region, now);
  return { health, isWavering };
}

function owesAnswer(fold: HealthFold, policy: HealthPolicy, region: string, now: Instant): boolean {
  const askedAt = fold.asked?.[region]?.at ?? Number.NEGATIVE_INFINITY;
  const lastAt = fold.regions[region]?.recent.at(-1)?.at ?? 0;
  return lastAt < askedAt && now < askedAt + policy.answerWithinMs;
}

type Counts = Record<"failing" | "recovering" | "fresh" | "quorum" | "wavering" | "held", number>;

function countRegions(standings: readonly Standing[], policy: HealthPolicy): Counts {
  const count = (is: (standing: Standing) => boolean) => standings.filter(is).length;
  const fresh = count(({ health }) => health.state !== "no_data");
  return {
    failing: count(({ health }) => health.state === "failing"),
    recovering: count(({ health, isWavering }) => health.state === "failing" && isWavering),
    fresh,
    quorum: quorumOf(policy, fresh),
    wavering: count(({ health, isWavering }) => health.state === "up" && isWavering),
    held: count(({ health }) => health.wasFailing === true),
  };
}

/**
 * It becomes worse by failures only, and better by good answers only: a region whose last answer contradicts its state
 * counts for neither, nor does one that was failing when it fell silent.
 */
function decide(
  before: HealthFold["decided"],
  { failing, recovering, fresh, quorum, wavering, held }: Counts,
  policy: HealthPolicy,
): HealthFold["decided"] {
  if (isDown(false, failing - recovering, fresh, quorum)) return "down";
  const known = fresh + held;
  if (before === "down" && isDown(true, failing + wavering + held, known, quorumOf(policy, known)))
    return "down";
  const isStillBad = held > 0 && (before === "down" || before === "advisory");
  return failing > 0 || isStillBad ? "advisory" : "up";
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

/** When regions go stale, and when those that went stale while failing are held no longer. */
function turningPoints(regions: readonly RegionHealth[], policy: HealthPolicy): Instant[] {
  return regions.flatMap(({ state, lastAt, wasFailing }) => {
    if (lastAt === null) return [];
    if (state !== "no_data") return [lastAt + policy.freshMs + 1];
    return wasFailing ? [lastAt + policy.freshMs + policy.heldMs + 1] : [];
  });
}

function earliest(instants: readonly (Instant | null)[], now: Instant): Instant | null {
  const later = instants.filter((at): at is Instant => at !== null && at > now);
  return later.length === 0 ? null : Math.min(...later);
}
