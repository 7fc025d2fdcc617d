export { toProbeSpec } from "./to-probe-spec.ts";
