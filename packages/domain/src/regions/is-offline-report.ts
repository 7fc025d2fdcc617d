import type { Observation } from "../observation.ts";

/** An answer, and whose it is. */
type Answer = Pick<Observation, "workspaceId" | "outcome">;

/**
 * Whether a report of answers says that its region has no connection of its own: most workspaces in it say so, each
 * by at least half of its answers, so that nobody's lost hosts speak for the others. `null` for a report without
 * answers, which says nothing.
 */
export function isOfflineReport(answers: readonly Answer[]): boolean | null {
  if (answers.length === 0) return null;
  const workspaces = [...new Set(answers.map((answer) => answer.workspaceId))];
  const offline = workspaces.filter((workspaceId) => {
    const own = answers.filter((answer) => answer.workspaceId === workspaceId);
    return own.filter(({ outcome }) => outcome.kind === "observer_offline").length * 2 >= own.length;
  });
  return offline.length * 2 > workspaces.length;
}
