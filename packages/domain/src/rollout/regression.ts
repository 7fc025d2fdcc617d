/** What happens to a version after it was seen or live: it goes away again, wholly or in part. */
import { matchIdentity } from "../matching/index.ts";
import { cleanRunNeeded } from "./clean-run.ts";
import { type PartView, type RolloutView, versionsIn } from "./view.ts";

/** The parts in which something else has provably come back after the version was live there. */
export type Return = { kind: "old" | "other"; parts: PartView[]; version: string | null };

/**
 * Whether, after it was live, a share of at least the tolerance provably answers something else: `old` for a version
 * that served before, `other` for one that nobody announced (drift). Single old answers are stragglers and no return.
 */
export function findReturn(view: RolloutView): Return | null {
  if (view.state.liveAt === null) return null;
  const parts = view.parts.filter((part) => part.isReturned);
  if (parts.length === 0) return null;
  const sum = (of: "earlier" | "other") => parts.reduce((n, { cell }) => n + cell.tally.returnedAs[of], 0);
  const kind = sum("earlier") >= sum("other") ? "old" : "other";
  return { kind, parts, version: otherVersion(view, parts) };
}

function otherVersion(view: RolloutView, parts: readonly PartView[]): string | null {
  const counts = parts.flatMap((part) => versionsIn(part.kept, view.facts));
  const [most] = counts.filter(({ bucket }) => bucket !== "expected").sort((a, b) => b.count - a.count);
  return most?.value ?? null;
}

/** A crash-looping new instance comes and goes for minutes; that is not yet a rollback. */
const goneForMs = 180_000;
/** A version that never provably got this share had not really been rolled out. */
const servedShare = 0.05;

/**
 * The earlier version that serves everywhere again, unannounced: in every part that is heard, a run of its answers
 * long enough to prove that the expected version is gone. A version that was never live must also have gained a share
 * first and be gone for three minutes.
 */
export function findRollback(view: RolloutView): { version: string | null; deployId: string | null } | null {
  const { state, facts, now } = view;
  const heard = view.parts.filter((part) => !part.isSilent);
  const isSomewhereBack = heard.some((part) => part.cell.tally.hasSeenExpected);
  if (!isSomewhereBack || !heard.every((part) => isBack(part, view))) return null;
  const lastExpectedAt = Math.max(0, ...heard.map(({ cell }) => lastExpected(cell.history)));
  const wasServing =
    state.liveAt !== null || (state.progress.peakShare >= servedShare && now - lastExpectedAt >= goneForMs);
  if (!wasServing) return null;
  // Right after it came back, most answers of the window may still be those of before.
  const back = versionsIn(view.window, facts).find(({ bucket }) => bucket !== "expected");
  const version = back?.value ?? null;
  const earlier = facts.earlier.find(
    ({ identities }) => version !== null && matchIdentity(version, identities) !== null,
  );
  return { version, deployId: earlier?.deployId ?? null };
}

function isBack({ cell }: PartView, { facts }: RolloutView): boolean {
  const { backRun, hasSeenExpected } = cell.tally;
  return !hasSeenExpected || backRun.clean >= cleanRunNeeded(backRun, facts.policy);
}

function lastExpected(history: readonly { at: number; expected: number }[]): number {
  return history.findLast((slice) => slice.expected > 0)?.at ?? 0;
}
