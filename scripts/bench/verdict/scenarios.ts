import { failingScenarios, troubledScenarios } from "./failing.ts";
import { healthyScenarios } from "./healthy.ts";
import type { Scenario } from "./scenario.ts";

/** Every scenario, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  ...healthyScenarios,
  ...failingScenarios,
  ...troubledScenarios,
];
