/** Judges the open deploys of an environment: rows and observations in, verdicts out, nothing written. */
import type { Observation } from "@rollcall/domain/observation";
import {
  type DeployFacts,
  foldRollout,
  judgeRollout,
  type RolloutState,
  resumeRollout,
} from "@rollcall/domain/rollout";
import { deployFacts } from "./deploy-facts.ts";
import { joinCauses } from "./join-causes.ts";
import type { JudgeScene } from "./judge-environment.ts";
import type { JudgedDeploy, LoadedEnvironment } from "./load-environment.ts";
import { readStoredVerdict, type StoredVerdict } from "./stored-verdict.ts";

/** Between two published changes of a share. */
const shareEveryMs = 1_000;

/** One deploy before and after. `observations` are those that were folded into it. */
export type DeployJudgement = {
  deploy: JudgedDeploy;
  facts: DeployFacts;
  before: StoredVerdict | null;
  verdict: StoredVerdict;
  state: RolloutState;
  observations: Observation[];
  /** The verdict says something else than before, to be kept with its evidence. */
  isChanged: boolean;
  /** Only the counts moved, and a second has passed since live pages were told last. */
  isShareDue: boolean;
};

/**
 * What is new to an environment: `fresh` has just arrived, `rested` came before that, and before every deploy that is
 * not judged yet.
 */
export type News = { fresh: Observation[]; rested: Observation[] };

/** Judges every open deploy; only one that has started is given what was observed while it was the one to serve. */
export function judgeDeploys(
  environment: LoadedEnvironment,
  { fresh, rested }: News,
  scene: JudgeScene,
): DeployJudgement[] {
  return environment.openDeploys.map((deploy) => {
    if (deploy.startedAt === null) return judgeDeploy(environment, deploy, [], scene);
    const before = readStoredVerdict(deploy.verdict) === null ? [] : rested;
    const since = deploy.supersededById === null ? fresh : [];
    return judgeDeploy(environment, deploy, [...before, ...since], scene);
  });
}

function judgeDeploy(
  environment: LoadedEnvironment,
  deploy: JudgedDeploy,
  observations: Observation[],
  scene: JudgeScene,
): DeployJudgement {
  const now = scene.now.getTime();
  const facts = {
    ...deployFacts(environment, deploy, { now, baseUrl: scene.baseUrl }),
    judgingSince: scene.since?.getTime(),
  };
  const folded = foldRollout(resumeRollout(deploy.rollout?.state, facts, now), facts, observations);
  const { verdict: seen, state } = judgeRollout(folded, facts, now);
  const verdict = { ...seen, causes: joinCauses(deploy, seen, scene.baseUrl) };
  const before = readStoredVerdict(deploy.verdict);
  const isChanged = before === null || verdictKey(before) !== verdictKey(verdict);
  const isShareDue =
    before !== null &&
    !isChanged &&
    now - before.sharedAt >= shareEveryMs &&
    JSON.stringify(before.share) !== JSON.stringify(verdict.share);
  return {
    deploy,
    facts,
    before,
    verdict: {
      ...verdict,
      since: before?.state === verdict.state ? before.since : now,
      sharedAt: isChanged || isShareDue ? now : (before?.sharedAt ?? now),
    },
    state,
    observations,
    isChanged,
    isShareDue,
  };
}

/** What makes two verdicts the same for people: numbers move all the time, these do not. */
function verdictKey(
  verdict: Pick<StoredVerdict, "state" | "conditions" | "stuckKind" | "unverifiable" | "causes">,
) {
  const { state, conditions, stuckKind, unverifiable, causes } = verdict;
  return JSON.stringify([state, conditions, stuckKind, unverifiable, causes.map((cause) => cause.code)]);
}
