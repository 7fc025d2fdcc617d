/** Pods behind a balancer that chooses at random: who serves what, and when. The truth that verdicts are held against. */
import type { Random } from "../../../packages/domain/test/random.ts";
import { headerVersion, newVersion, oldVersion } from "../../../packages/domain/test/rollout-fixtures.ts";
import type { Fleet } from "../../../packages/domain/test/simulate-rollout.ts";

type Answer = NonNullable<ReturnType<Fleet>>;

/** What one pod serves at a second: `true` is the new version. */
export type IsNew = (pod: number, second: number) => boolean;

/** How answers differ from a good one in 40 to 80 ms. */
export type Manners = {
  /** Share of probes that fail without telling a version, by second. */
  errors?: (second: number) => number;
  /** From this second on old pods hang. */
  oldHangsFrom?: number;
  oldMs?: (random: Random) => number;
  newMs?: (random: Random) => number;
  /** Share of the new version's answers that fail, its version told. */
  newFails?: number;
  /** Share of probes that hang until their timeout, whoever gets them. */
  hangs?: number;
  /** Share of answers that never arrive. */
  lost?: number;
  newIs?: string;
  /** Answers name their pod. */
  named?: boolean;
};

/** A fleet with its truth. */
export type PodFleet = { fleet: Fleet; oldShare: (second: number) => number };

/** `pods` pods in each of the regions where `isNew` says so; the truth is that of the region furthest behind. */
export function podFleet(
  pods: number,
  isNew: (region: string) => IsNew,
  regions: readonly string[],
  manners: Manners,
): PodFleet {
  const rules = new Map(regions.map((region) => [region, isNew(region)]));
  const shareIn = (rule: IsNew, second: number) => {
    let old = 0;
    for (let pod = 0; pod < pods; pod++) if (!rule(pod, second)) old += 1;
    return old / pods;
  };
  return {
    oldShare: (second) => Math.max(...[...rules.values()].map((rule) => shareIn(rule, second))),
    fleet: ({ secondsIn, region, random }) => {
      if (manners.lost !== undefined && random() < manners.lost) return null;
      if (manners.hangs !== undefined && random() < manners.hangs) return hanging;
      const pod = Math.floor(random() * pods);
      const isNewPod = rules.get(region)?.(pod, secondsIn) ?? false;
      if (manners.errors !== undefined && random() < manners.errors(secondsIn)) return failure(random);
      const answer = isNewPod ? newAnswer(manners, random) : oldAnswer(manners, secondsIn, random);
      if (manners.named !== true) return answer;
      return { ...answer, instance: `${isNewPod ? "new" : "old"}-${pod}-${region}` };
    },
  };
}

const hanging: Answer = {
  version: null,
  outcome: { kind: "timeout", phase: "first_byte" },
  totalMs: 10_000,
};

function oldAnswer({ oldHangsFrom, oldMs }: Manners, second: number, random: Random): Answer {
  if (oldHangsFrom !== undefined && second >= oldHangsFrom) return hanging;
  return { version: headerVersion(oldVersion), totalMs: (oldMs ?? usualMs)(random) };
}

function newAnswer({ newFails, newMs, newIs }: Manners, random: Random): Answer {
  const version = headerVersion(newIs ?? newVersion);
  const totalMs = (newMs ?? usualMs)(random);
  if (newFails === undefined || random() >= newFails) return { version, totalMs };
  return {
    version,
    totalMs,
    outcome: { kind: "answered", status: 503, body: "read" },
    failedAssertions: ["status is between 200 and 399"],
  };
}

/** What a balancer says for a backend it cannot reach. */
function failure(random: Random): Answer {
  return {
    version: null,
    totalMs: usualMs(random),
    outcome: { kind: "answered", status: 502, body: "read" },
    failedAssertions: ["status is between 200 and 399"],
  };
}

function usualMs(random: Random): number {
  return 40 + random() * 40;
}

/** Pod after pod, in order: the n-th is new from `times[n]` on. */
export function replacedAt(times: readonly number[]): IsNew {
  return (pod, second) => second >= (times[pod] ?? Number.POSITIVE_INFINITY);
}

/** Pod after pod, `each` seconds apart, from `begin` on; the first takes as long as the others. */
export function evenly(pods: number, begin: number, each: number): number[] {
  return Array.from({ length: pods }, (_, pod) => begin + (pod + 1) * each);
}
