export { findClusterCauses } from "./find-cluster-causes.ts";
export type { AnnouncedNames } from "./names.ts";
export { evidenceCharsMax } from "./reader/read-statements.ts";
export { redactSecrets } from "./redact.ts";
