/**
 * A test of "hits make up more than `limit` of the answers" that may be looked at after every answer, for ever.
 *
 * Every hit that arrives while no suspicion runs starts one. From the next answer on, a suspicion multiplies
 * likelihood ratios of four alternatives against `limit` and averages them: under any share ≤ `limit` the mean has
 * expectation ≤ 1 (a supermartingale), so it exceeds 1/β at any time with probability ≤ β. A suspicion that starts
 * after s answers gets β = α / (limit·(s+2)·log₂²(s+2)); a hit starts it with probability ≤ limit, so the risks of all
 * suspicions together stay below α. It is the clean run's rule turned around.
 */
export type RiseTest = {
  seen: number;
  suspicion: Suspicion | null;
  /** The suspicion that was proven; stays until the caller ends it. */
  risen: Suspicion | null;
};

/** What was proven: since when, with how many hits among how many answers, where up to `limit` would have been usual. */
export type RiseProof = { from: number; limit: number; needed: number; answers: number; hits: number };

/** One running test, with the log likelihood ratio of each alternative. */
export type Suspicion = RiseProof & { logs: number[] };

/**
 * How far the alternatives lie between the limit and everything: a slight rise, a half, all, and one just above a limit of
 * 5 %. A suspicion that was stored when there were three goes on with the first three.
 */
const alternatives = [0.125, 0.5, 0.95, 0.07];

/** Evidence below e⁻³ means that the suspicion was one of the usual ones. */
const dropBelow = -3;

/** A test before its first answer. */
export const quietRiseTest: RiseTest = { seen: 0, suspicion: null, risen: null };

/** Takes one answer in, in scheduled order. `limit` and `risk` bind a suspicion when it starts. */
export function stepRiseTest(
  test: RiseTest,
  answer: { at: number; isHit: boolean },
  { limit, risk }: { limit: number; risk: number },
): RiseTest {
  const seen = test.seen + 1;
  if (test.risen !== null) return { ...test, seen };
  if (test.suspicion === null) {
    return {
      ...test,
      seen,
      suspicion: answer.isHit ? startSuspicion(answer.at, test.seen, limit, risk) : null,
    };
  }
  const suspicion = weigh(test.suspicion, answer.isHit);
  const evidence = meanLog(suspicion.logs);
  if (evidence >= suspicion.needed) return { seen, suspicion: null, risen: suspicion };
  return { seen, suspicion: evidence < dropBelow ? null : suspicion, risen: null };
}

/** The evidence, in nats, of a suspicion that still runs; `null` without one. Below 0 it rather speaks against it. */
export function runningEvidence({ suspicion }: RiseTest): number | null {
  return suspicion === null ? null : meanLog(suspicion.logs);
}

function startSuspicion(from: number, seen: number, limit: number, risk: number): Suspicion {
  const starts = seen + 2;
  const needed = Math.log((limit * starts * Math.log2(starts) ** 2) / risk);
  return {
    from,
    limit,
    logs: alternatives.map(() => 0),
    needed: Math.max(needed, Math.log(1 / risk)),
    answers: 1,
    hits: 1,
  };
}

function weigh(suspicion: Suspicion, isHit: boolean): Suspicion {
  const { limit, logs } = suspicion;
  const ratio = (share: number) => Math.log(isHit ? share / limit : (1 - share) / (1 - limit));
  return {
    ...suspicion,
    logs: logs.map((log, i) => log + ratio(limit + (alternatives[i] ?? 1) * (1 - limit))),
    answers: suspicion.answers + 1,
    hits: suspicion.hits + (isHit ? 1 : 0),
  };
}

function meanLog(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0) / logs.length);
}

/**
 * The upper end of a Wilson interval (z = 2.24, one in eighty above it) of a share, of which `hits` of `answers` were
 * seen; 15 unseen good answers are assumed, so that a missing baseline means "was presumably well".
 */
export function upperShare(hits: number, answers: number): number {
  const [n, z2] = [answers + 15, 2.24 ** 2];
  const share = hits / n;
  const spread = Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n)) * 2.24;
  return (share + z2 / (2 * n) + spread) / (1 + z2 / n);
}
