/** Whom a critical is told to when its channel does not take it. */

/** After so long without success a critical goes to the fallback as well. */
export const fallBackAfterMs = 60_000;

/** Stands for the workspace's owners, by email. */
export const owners = "owners";

/** A channel as far as the choice needs it. */
export type FallbackCandidate = { id: string; kind: string; enabled: boolean };

/**
 * The channel to tell instead, or `owners`; `null` when the one whose turn it is has the message already, or everybody was
 * tried. First the workspace's setting (`chosen`), then the other channels in the order given, those of another kind before
 * the rest, because what keeps one from answering often keeps its like; then the owners. `reached` took the message or
 * may still, `failed` did not take it.
 */
export function chooseFallback(
  failing: Pick<FallbackCandidate, "id" | "kind">,
  channels: readonly FallbackCandidate[],
  known: { chosen: string | null; reached: ReadonlySet<string>; failed: ReadonlySet<string> },
): string | null {
  const rank = ({ id, kind }: FallbackCandidate) => (id === known.chosen ? 0 : kind === failing.kind ? 2 : 1);
  const turns = channels
    .filter(({ id, enabled }) => enabled && id !== failing.id)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ id }) => id);
  const next = [...turns, owners].find((id) => id !== failing.id && !known.failed.has(id));
  return next === undefined || known.reached.has(next) ? null : next;
}
