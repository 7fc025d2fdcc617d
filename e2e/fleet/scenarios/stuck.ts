/** Rollouts that do not go on. */
import { regions } from "../../stage/open-stage.ts";
import type { Scenario } from "../play-scenario.ts";
import { everyRegion, isNew, roll } from "./moves.ts";

export const stuckScenarios: Scenario[] = [
  {
    // Nobody starts it again: it is found to have recovered by the few probes of a stuck rollout.
    name: "never started",
    fleet: { pods: 3 },
    async play(scene) {
      roll(scene, { kind: "never_starts" });
      const { share } = await scene.getStuck();
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
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 3 });
      await scene.reach("rolling");
      await scene.getStuck();
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
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 4 });
      await scene.reach("rolling");
      await scene.getStuck();
    },
    states: "waiting rolling stuck",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "partial_backends" },
    told: ["stuck at "],
  },
  {
    name: "slow old pods",
    async play(scene) {
      roll(scene, { kind: "stops_at", stopAt: 4 });
      scene.pods.changePods({ slots: [4] }, { latencyMs: 2_500 });
      await scene.reach("rolling");
      await scene.getStuck();
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
    async play(scene) {
      await scene.reach("rolling");
      await scene.getStuck();
      await scene.announceAgain();
      roll(scene);
      await scene.reach("live");
    },
    states: "waiting rolling stuck rolling live",
    bad: { rule: "stuck.progress_deadline", stuckKind: "partial", cause: "region_lagging" },
    told: ["stuck at ", "recovered"],
  },
];
