export { type ClusterWords, findClusterCauses, readClusterWords } from "./find-cluster-causes.ts";
export { mergeCauses } from "./merge-causes.ts";
export type { AnnouncedNames } from "./names.ts";
export { evidenceCharsMax } from "./reader/read-statements.ts";
export { redactSecrets } from "./redact.ts";
