import type { DeployState, HealthState, StuckKind, UnverifiableReason } from "@rollcall/domain/glossary";

/** `progress` moves, `good` is proven, `warning` needs people, `critical` hurts users now, `ended` is history. */
export type StateTone = "progress" | "good" | "warning" | "critical" | "ended" | "quiet";

type StateWords = { word: string; tone: StateTone; meaning: string };

/** What each state of a deploy is called, how urgent it is, and what it means in one line. */
export const deployStateWords: Record<DeployState, StateWords> = {
  pending: {
    word: "Pending",
    tone: "quiet",
    meaning: "Announced, not started: no clock runs and nothing is probed in bursts.",
  },
  waiting: {
    word: "Waiting",
    tone: "progress",
    meaning: "The clock runs, the new version has not been seen.",
  },
  rolling: {
    word: "Rolling",
    tone: "progress",
    meaning: "The new version answers, but is not yet proven everywhere.",
  },
  at_target: {
    word: "At target",
    tone: "progress",
    meaning: "A canary has reached its target share and stays there.",
  },
  holding: {
    word: "Holding",
    tone: "progress",
    meaning: "Proven; a hold time runs before it counts as live.",
  },
  live: {
    word: "Live",
    tone: "good",
    meaning:
      "Proven in every region and monitor that verifies deploys: by default less than 10 % old, 99 % sure.",
  },
  stuck: { word: "Stuck", tone: "warning", meaning: "No proven progress for too long." },
  degraded: { word: "Degraded", tone: "critical", meaning: "Answers got worse than before the deploy." },
  old_returned: {
    word: "Old returned",
    tone: "critical",
    meaning: "It was live, and the old version has provably come back.",
  },
  rolled_back: {
    word: "Rolled back",
    tone: "warning",
    meaning: "An earlier version is back everywhere, and nobody announced it.",
  },
  unverifiable: { word: "Unverifiable", tone: "warning", meaning: "It cannot be judged from outside." },
  superseded: { word: "Superseded", tone: "ended", meaning: "A newer deploy was announced." },
  cancelled: { word: "Cancelled", tone: "ended", meaning: "Ended by hand or by CI." },
  expired: { word: "Expired", tone: "ended", meaning: "Watched for as long as agreed without proof." },
};

export const stuckWords: Record<StuckKind, string> = { never_seen: "never seen", partial: "partial" };

export const unverifiableWords: Record<UnverifiableReason, string> = {
  no_version: "no version in the answers",
  blocked: "our probes are blocked",
  too_few_samples: "too few answers",
  no_monitors: "no monitor verifies it",
  identity_mismatch: "another version appeared",
};

/** States in which nothing will change any more. */
export function isEnded(state: DeployState): boolean {
  return deployStateWords[state].tone === "ended";
}

export const healthWords: Record<HealthState, StateWords> = {
  up: { word: "Up", tone: "good", meaning: "Enough regions get the answer the monitor asks for." },
  down: {
    word: "Down",
    tone: "critical",
    meaning: "A quorum of regions does not get the answer the monitor asks for.",
  },
  advisory: { word: "Advisory", tone: "warning", meaning: "Some regions fail, fewer than the quorum." },
  no_data: { word: "No data", tone: "quiet", meaning: "Too few regions have answered recently to say." },
  paused: { word: "Paused", tone: "quiet", meaning: "Not probed." },
  maintenance: { word: "Maintenance", tone: "quiet", meaning: "Probed, but nobody is told." },
  unknown: { word: "Not known yet", tone: "quiet", meaning: "The first answers are still coming." },
};
