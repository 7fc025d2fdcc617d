/** Rollouts of which something worse must be told than that they are stuck. */
import { newVersion, oldVersion, type Scenario } from "../play-scenario.ts";
import { isNew, isOld, roll } from "./moves.ts";

export const worseScenarios: Scenario[] = [
  {
    name: "hung old pods",
    async play(scene) {
      await scene.hear(60);
      roll(scene, { kind: "stops_at", stopAt: 4 });
      scene.pods.changePods({ slots: [4] }, { hangRate: 1 });
      await scene.reach("degraded");
    },
    states: "waiting [rolling] degraded",
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
    states: "waiting [rolling] degraded [rolling] live",
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
    states: "waiting [rolling] degraded superseded",
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
    states: "waiting [rolling] live old_returned live",
    bad: { rule: "old_returned.share_test", cause: "partial_backends" },
    told: ["the old version is back", "recovered"],
  },
  {
    name: "rolled back",
    async play({ pods, api, deploy, reach }) {
      pods.setPods(5, isNew);
      await reach("live");
      pods.changePods({ slots: [0, 1] }, isOld);
      await reach("old_returned");
      pods.setPods(5, isOld);
      await reach("rolled_back");
      await api.accept(deploy.id, oldVersion, "expected");
      await reach("superseded");
    },
    states: "waiting [rolling] live old_returned rolled_back superseded",
    bad: { rule: "old_returned.share_test", cause: "partial_backends" },
    told: ["the old version is back", `rolled back to ${oldVersion}`, "recovered"],
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
