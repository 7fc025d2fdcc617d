import type { ScenarioInput } from "@rollcall/testing/fleet";
import { waitUntil } from "@rollcall/testing/wait-until";
import type { Answer } from "../stage/api.ts";
import { regions } from "../stage/open-stage.ts";
import { newVersion, oldVersion, type Scenario, type Scene } from "./play-scenario.ts";

const isNew = { version: newVersion };
const isOld = { version: oldVersion };
const everyRegion = { regions: [...regions] };
/** The shortest that the API takes would leave no answers to judge by. */
const soonStuck = { progressDeadlineSeconds: 5 };

const roll = ({ pods }: Scene, script: Partial<ScenarioInput> = {}) =>
  pods.startScenario({ kind: "rolling", version: newVersion, stepMs: 300, startMs: 200, ...script });

/**
 * Every scenario of the verdict's benchmark that real time allows, each once. Samples that are lost and clocks that
 * disagree cannot be had from a fleet on one machine, and nobody waits for a watch of 24 hours: those are simulated
 * (`npm run bench -- verdict`).
 */
export const scenarios: Scenario[] = [
  {
    name: "healthy, fast",
    async play(scene) {
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    // Twice the deadline, as 50 pods at one a minute take more than ten minutes.
    name: "healthy, slow",
    fleet: { pods: 50 },
    monitor: everyRegion,
    announce: { progressDeadlineSeconds: 30 },
    async play(scene) {
      roll(scene, { stepMs: 1_200 });
      await scene.reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    name: "healthy, in waves",
    fleet: { pods: 8 },
    monitor: everyRegion,
    announce: { progressDeadlineSeconds: 30 },
    async play(scene) {
      roll(scene, { kind: "in_waves", stepMs: 12_000 });
      await scene.reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    name: "healthy, three percent of errors",
    fleet: { behaviour: { resetRate: 0.03 } },
    async play(scene) {
      await scene.hear(60);
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    name: "healthy, slow probes",
    fleet: { behaviour: { latencyMs: 1_000, latencyJitterMs: 2_000 } },
    monitor: { timeoutMs: 10_000 },
    async play(scene) {
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    name: "blue-green",
    announce: { strategy: "blue_green" },
    async play({ pods, hear, reach }) {
      await hear(60);
      pods.setPods(5, isNew);
      await reach("live");
    },
    states: "waiting rolling live",
    told: [],
  },
  {
    name: "canary",
    fleet: { pods: 10 },
    announce: { strategy: "canary", targetShare: 0.4 },
    async play(scene) {
      const { pods, api, deploy, reach } = scene;
      roll(scene, { kind: "stops_at", stopAt: 4 });
      await reach("at_target");
      pods.setPods(10, isNew);
      await api.ask("PATCH", `/deploys/${deploy.id}`, { targetShare: 1 });
      await reach("live");
    },
    states: "waiting rolling at_target [rolling] live",
    told: [],
  },
  {
    // Nobody starts it again: it is found to have recovered by the few probes of a stuck rollout.
    name: "never started",
    fleet: { pods: 3 },
    announce: soonStuck,
    async play(scene) {
      roll(scene, { kind: "never_starts" });
      const { share } = await scene.reach("stuck");
      if (share.previous !== share.samples) throw new Error(`of ${share.samples} ${share.previous} are old`);
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting stuck [rolling] live",
    bad: { rule: "stuck.progress_deadline", stuckKind: "never_seen", cause: "never_started" },
    told: ["stuck, not seen yet", "recovered"],
  },
  {
    name: "stopped half-way",
    fleet: { pods: 6 },
    announce: soonStuck,
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 3 });
      await scene.reach("stuck");
      await scene.announceAgain();
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling stuck rolling live",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "partial_backends" },
    told: ["stuck at ", "recovered"],
  },
  {
    name: "one pod lingers",
    announce: soonStuck,
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 4 });
      await scene.reach("stuck");
    },
    states: "waiting rolling stuck",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "partial_backends" },
    told: ["stuck at "],
  },
  {
    name: "slow old pods",
    announce: soonStuck,
    monitor: { timeoutMs: 10_000 },
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 4 });
      scene.pods.changePods({ slots: [4] }, { latencyMs: 2_500 });
      await scene.reach("stuck");
    },
    states: "waiting rolling stuck",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "partial_backends" },
    told: ["stuck at "],
  },
  {
    name: "region left behind",
    monitor: everyRegion,
    before(pods) {
      for (const region of regions.slice(0, 2)) pods.changePods({ region }, isNew);
    },
    announce: soonStuck,
    async play(scene) {
      await scene.reach("stuck");
      await scene.announceAgain();
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling stuck rolling live",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "region_lagging" },
    told: ["stuck at ", "recovered"],
  },
  {
    // "Twenty new answers in a row and it is live" is what scripts do; a tenth of old answers lets such runs happen.
    name: "one of ten lingers",
    fleet: { pods: 10, balance: "random" },
    monitor: everyRegion,
    before: (pods) => void pods.changePods({ slots: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, isNew),
    play: ({ api, deploy }) =>
      waitUntil(
        "a clean run that would fool a script",
        async () => longestCleanRun(await api.readAnswers(deploy.id)) >= 20,
        { timeoutMs: 200_000, everyMs: 3_000 },
      ),
    states: "waiting rolling",
    told: [],
  },
  {
    name: "half and half",
    fleet: { pods: 2, balance: "random" },
    before: (pods) => void pods.changePods({ slots: [0] }, isNew),
    play: ({ hear }) => hear(120),
    states: "waiting rolling",
    told: [],
  },
  {
    name: "flip-flop",
    fleet: { pods: 6 },
    async play(scene) {
      roll(scene, { kind: "flip_flop", stepMs: 4_000, turns: 12 });
      const isOver = () => {
        const { rollout } = scene.pods.describe();
        return rollout?.stepsDone === rollout?.steps;
      };
      await waitUntil("the last turn", isOver, { timeoutMs: 120_000, everyMs: 500 });
    },
    states: "waiting rolling",
    told: [],
  },
  {
    name: "hung old pods",
    monitor: { timeoutMs: 3_000 },
    async play(scene) {
      await scene.hear(60);
      roll(scene, { kind: "stops_at", stopAt: 4 });
      scene.pods.changePods({ slots: [4] }, { hangRate: 1 });
      await scene.reach("degraded");
    },
    states: "waiting rolling degraded",
    bad: { rule: "degraded.fails", cause: "too_few_pods" },
    told: ["degraded"],
  },
  {
    name: "too few old pods",
    async play({ pods, hear, reach }) {
      await hear(60);
      pods.changePods({ slots: [0, 1] }, { resetRate: 1 });
      pods.changePods({ slots: [2] }, isNew);
      await reach("degraded");
      pods.setPods(5, isNew);
      await reach("live");
    },
    states: "waiting rolling degraded [rolling] live",
    bad: { rule: "degraded.fails", cause: "too_few_pods" },
    told: ["degraded", "recovered"],
  },
  {
    name: "bad release",
    async play(scene) {
      const { pods, api, deploy, hear, reach } = scene;
      await hear(60);
      roll(scene, { kind: "new_fails", errorStatus: 503 });
      await reach("degraded");
      const answers = await api.readAnswers(deploy.id);
      if (!answers.some(({ status, version }) => status === 503 && version === newVersion))
        throw new Error("the version on 503 answers was not read");
      const mended = { version: "1.42.1", previousVersion: oldVersion };
      const next = await api.announce({ service: deploy.service, ...mended });
      pods.setPods(5, { version: mended.version });
      await reach("live", next);
    },
    states: "waiting rolling degraded superseded",
    bad: { rule: "degraded.new_fails", cause: "bad_release" },
    told: ["degraded", "recovered"],
  },
  {
    name: "old version returns",
    async play({ pods, reach }) {
      pods.setPods(5, isNew);
      await reach("live");
      pods.changePods({ slots: [0, 1] }, isOld);
      await reach("old_returned");
      pods.changePods({ slots: [0, 1] }, isNew);
      await reach("live");
    },
    states: "waiting rolling live old_returned live",
    bad: { rule: "old_returned.share_test", cause: "partial_backends" },
    told: ["the old version is back", "recovered"],
  },
  {
    name: "rolled back",
    async play({ pods, api, deploy, reach }) {
      pods.setPods(5, isNew);
      await reach("live");
      pods.setPods(5, isOld);
      await reach("rolled_back");
      await api.accept(deploy.id, oldVersion, "expected");
      await reach("superseded");
    },
    states: "waiting rolling live old_returned rolled_back superseded",
    bad: { rule: "old_returned.share_test", cause: "earlier_version_back" },
    told: [`(the old version|${oldVersion}) is back`, `rolled back to ${oldVersion}`, "recovered"],
  },
  {
    name: "identity mismatch",
    async play({ pods, api, deploy, reach }) {
      pods.setPods(5, { version: "f00ba12" });
      await reach("unverifiable");
      await api.accept(deploy.id, "f00ba12", "same_build");
      await reach("live");
    },
    states: "waiting unverifiable [waiting] [rolling] live",
    bad: { rule: "unverifiable.identity_mismatch", cause: "identity_mismatch" },
    told: ["cannot be verified", "recovered"],
  },
];

function longestCleanRun(answers: Answer[]): number {
  let longest = 0;
  const runs = new Map<string, number>();
  for (const { region, bucket } of answers) {
    const run = bucket === "expected" ? (runs.get(region) ?? 0) + 1 : 0;
    runs.set(region, run);
    longest = Math.max(longest, run);
  }
  return longest;
}
