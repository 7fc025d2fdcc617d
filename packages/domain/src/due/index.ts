export { type Cadence, dueTicks, isDue, nextDueAt, offsetInSecondMs, phaseMs } from "./phase.ts";
export { isBurstSeq, probeSeq } from "./probe-seq.ts";
export { type ProbeCadence, type ProbeSlot, probesDue } from "./probes-due.ts";
