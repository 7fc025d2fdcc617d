import { healthyScenarios } from "./healthy.ts";
import { mixedScenarios } from "./mixed.ts";
import { stuckScenarios } from "./stuck.ts";
import { worseScenarios } from "./worse.ts";

/**
 * Every scenario of the verdict's benchmark that real time allows, each once. Samples that are lost and clocks that
 * disagree cannot be had from a fleet on one machine, and nobody waits for a watch of 24 hours: those are simulated
 * (`npm run bench -- verdict`).
 */
export const scenarios = [...healthyScenarios, ...mixedScenarios, ...stuckScenarios, ...worseScenarios];
