/**
 * Tells a target that cannot be reached from a region that cannot reach anything.
 *
 * Hosts vote by their last outcome. Only hosts that have answered before have a vote: a name that never was one says
 * nothing about us. To a workspace its own hosts are one vote each; every other workspace is one vote in all, however
 * many hosts it lets die.
 */
import type { Outcome } from "@rollcall/domain/observation";

/** How long a host's last outcome counts. */
const windowMs = 30_000;
/** Fewer votes than this prove nothing. */
const votesMin = 4;
/**
 * What is too old is looked for this often, and whenever it matters: a set that is always emptied at its front takes long to
 * find its first.
 */
const forgetEveryMs = 1_000;
/** Beyond this the host that has been quiet for longest is forgotten. */
const hostsMax = 20_000;

/** A probe's target and whose it is. Ports of one host are one host: they share a path. */
export type Probed = { workspaceId: string; host: string };

export type Connectivity = {
  /**
   * Takes a probe's outcome in and gives back what is to be reported: the outcome itself, or `observer_offline` when
   * the failure is of the kind a lost connection of our own makes, and at least half of all votes say so.
   */
  judge(probed: Probed, outcome: Outcome, at: number): Outcome;
};

type Vote = { workspaceId: string; at: number; isLost: boolean };
type Tally = { votes: number; lost: number };

/** Makes an empty memory for one region. */
export function createConnectivity(): Connectivity {
  const answered = new Set<string>();
  const votes = new Map<string, Vote>();
  const tallies = new Map<string, Tally>();
  let forgottenAt = 0;

  function count({ workspaceId, isLost }: Vote, by: 1 | -1): void {
    const tally = tallies.get(workspaceId) ?? { votes: 0, lost: 0 };
    tally.votes += by;
    if (isLost) tally.lost += by;
    if (tally.votes > 0) tallies.set(workspaceId, tally);
    else tallies.delete(workspaceId);
  }

  function drop(key: string): void {
    const vote = votes.get(key);
    if (vote !== undefined) count(vote, -1);
    votes.delete(key);
  }

  /** What was noted last stands last in both memories, so what is to be forgotten stands first. */
  function note(key: string, vote: Vote): void {
    drop(key);
    if (!vote.isLost) {
      answered.delete(key);
      answered.add(key);
      const [oldest] = answered.size > hostsMax ? answered : [];
      if (oldest !== undefined) answered.delete(oldest);
    }
    if (answered.has(key)) {
      votes.set(key, vote);
      count(vote, 1);
    }
  }

  function forgetOld(now: number): void {
    forgottenAt = now;
    for (const [known, { at }] of votes) {
      if (now - at <= windowMs) break;
      drop(known);
    }
  }

  function isOffline(workspaceId: string): boolean {
    const own = tallies.get(workspaceId) ?? { votes: 0, lost: 0 };
    let [all, lost] = [own.votes, own.lost];
    for (const [other, tally] of tallies) {
      if (other === workspaceId) continue;
      all += 1;
      if (tally.lost * 2 >= tally.votes) lost += 1;
    }
    return all >= votesMin && lost * 2 >= all;
  }

  return {
    judge({ workspaceId, host }, outcome, at) {
      const isLost = looksOffline(outcome);
      note(`${workspaceId} ${host}`, { workspaceId, at, isLost });
      if (isLost || at - forgottenAt >= forgetEveryMs) forgetOld(at);
      return isLost && isOffline(workspaceId) ? { kind: "observer_offline" } : outcome;
    },
  };
}

/** A refusal, a reset or a bad certificate came from somebody; these may come from nowhere. */
export function looksOffline(outcome: Outcome): boolean {
  if (outcome.kind === "timeout") return outcome.phase === "dns" || outcome.phase === "connect";
  return outcome.kind === "dns_failed" || outcome.kind === "unreachable";
}
