import { failingScenarios } from "./failing.ts";
import { healthyScenarios } from "./healthy.ts";
import type { Scenario } from "./scenario.ts";
import { troubledScenarios } from "./troubled.ts";

/** Every scenario, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  ...healthyScenarios,
  ...failingScenarios,
  ...troubledScenarios,
];
