import type { Instant } from "../glossary.ts";
import { type FailureWatch, isRisen } from "./failure-watch.ts";
import type { Quality } from "./quality.ts";
import type { RiseProof } from "./rise-test.ts";
import { slownessProof } from "./slowness.ts";
import { emptyCell, type RolloutCell } from "./state.ts";
import type { RolloutView } from "./view.ts";

/** What got worse: the new version's own answers, all answers, or how long the new version takes. */
export type DegradationKind = "new_fails" | "fails" | "slow";

/** `cells` are those in which it is proven, `proof` the strongest of their tests. */
export type Degradation = { kind: DegradationKind; cells: RolloutCell[]; proof: RiseProof; since: Instant };

/** What each watch has proven by the time of the last answer; `null` when nothing. */
const watches: { kind: DegradationKind; of: (quality: Quality, lastAt: Instant) => RiseProof | null }[] = [
  { kind: "new_fails", of: ({ failingNew }, lastAt) => provenRise(failingNew, lastAt) },
  { kind: "fails", of: ({ failing }, lastAt) => provenRise(failing, lastAt) },
  { kind: "slow", of: slownessProof },
];

/**
 * Whether answers got provably worse than before the deploy, in any monitor and region of the service. The kinds are
 * tried from the most telling to the least. After the soak only what began during it counts: later trouble is the
 * monitors' health, not the deploy's.
 */
export function findDegradation(view: RolloutView): Degradation | null {
  const { facts, state } = view;
  if (facts.startedAt === null) return null;
  const soakUntil = state.liveAt === null ? Number.POSITIVE_INFINITY : state.liveAt + facts.policy.soakMs;
  for (const { kind, of } of watches) {
    const found = facts.monitors
      .flatMap(({ id, regions }) => regions.map((region) => findCell(view, id, region)))
      .flatMap((cell) => {
        const proof = of(cell.tally.quality, cell.tally.lastAt ?? 0);
        if (proof === null || proof.from > soakUntil || !isLasting(kind, proof, cell)) return [];
        return [{ cell, proof }];
      });
    const [first] = [...found].sort((a, b) => b.proof.hits - a.proof.hits);
    if (first !== undefined) {
      const since = Math.min(...found.map(({ proof }) => proof.from));
      return { kind, cells: found.map(({ cell }) => cell), proof: first.proof, since };
    }
  }
  return null;
}

function provenRise(watch: FailureWatch, lastAt: Instant): RiseProof | null {
  return isRisen(watch, lastAt) ? watch.test.risen : null;
}

/** A machine that stalls for a few seconds, ours or theirs, has not become slow. */
const slowForMs = 30_000;

function isLasting(kind: DegradationKind, proof: RiseProof, cell: RolloutCell): boolean {
  return kind !== "slow" || (cell.tally.lastAt ?? 0) - proof.from >= slowForMs;
}

function findCell(view: RolloutView, monitorId: string, region: string): RolloutCell {
  const isIt = (cell: RolloutCell) => cell.monitorId === monitorId && cell.region === region;
  return view.state.cells.find(isIt) ?? emptyCell(monitorId, region);
}
