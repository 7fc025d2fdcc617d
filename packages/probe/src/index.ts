export type { VersionCandidate } from "./find-candidates.ts";
export { type Inspection, inspectProbe } from "./inspect-probe.ts";
export { type ProbeTurn, probeUserAgent } from "./probe-request.ts";
export { type ProbeOptions, runProbe } from "./run-probe.ts";
export { patternProblem } from "./search-pattern.ts";
