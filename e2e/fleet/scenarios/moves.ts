import type { ScenarioInput } from "@rollcall/testing/fleet";
import { regions } from "../../stage/open-stage.ts";
import { newVersion, oldVersion, type Scene } from "../play-scenario.ts";

export const isNew = { version: newVersion };
export const isOld = { version: oldVersion };
export const everyRegion = { regions: [...regions] };

/** Begins to replace the pods, a few a second unless the script says otherwise. */
export const roll = ({ pods }: Pick<Scene, "pods">, script: Partial<ScenarioInput> = {}) =>
  pods.startScenario({ kind: "rolling", version: newVersion, stepMs: 300, startMs: 200, ...script });
