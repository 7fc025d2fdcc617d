/** Rollouts that go well: live is all that is said of them, and nobody hears of it. */
import type { Scenario } from "../play-scenario.ts";
import { everyRegion, isNew, roll } from "./moves.ts";

export const healthyScenarios: Scenario[] = [
  {
    name: "healthy, fast",
    async play(scene) {
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting [rolling] live",
    told: [],
  },
  {
    // Twice the deadline, as 50 pods at one a minute take more than ten minutes.
    name: "healthy, slow",
    fleet: { pods: 50 },
    monitor: everyRegion,
    announce: { progressDeadlineSeconds: 40 },
    async play(scene) {
      roll(scene, { stepMs: 1_700 });
      await scene.reach("live");
    },
    states: "waiting [rolling] live",
    told: [],
  },
  {
    name: "healthy, in waves",
    fleet: { pods: 8 },
    monitor: everyRegion,
    announce: { progressDeadlineSeconds: 40 },
    async play(scene) {
      roll(scene, { kind: "in_waves", stepMs: 12_000 });
      await scene.reach("live");
    },
    states: "waiting [rolling] live",
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
    states: "waiting [rolling] live",
    told: [],
  },
  {
    name: "healthy, slow probes",
    fleet: { behaviour: { latencyMs: 1_000, latencyJitterMs: 2_000 } },
    async play(scene) {
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting [rolling] live",
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
    states: "waiting [rolling] live",
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
    states: "waiting [rolling] at_target [rolling] live",
    told: [],
  },
];
