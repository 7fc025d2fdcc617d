import type { ClusterRule } from "./cluster-rule.ts";
import {
  configError,
  containerCreateError,
  crashLoop,
  initContainerFailing,
  oomKilled,
  probeFailing,
} from "./container-rules.ts";
import {
  expiredCredentials,
  imageNeverPresent,
  imageNotFound,
  invalidImageName,
  rateLimited,
  unauthorized,
  wrongPlatform,
} from "./image-rules.ts";
import {
  admissionDenied,
  nodeNotReady,
  quotaExceeded,
  sandboxNetwork,
  unschedulable,
  volumeMount,
} from "./placement-rules.ts";
import { progressDeadline } from "./progress-rule.ts";
import {
  nodeDiskOrCorrupt,
  pullBackoffOnly,
  registryDns,
  registryNetwork,
  registryTls,
} from "./registry-rules.ts";

/**
 * Every rule, in the order in which one statement is held against them: what frames a message comes before what may
 * stand inside of it ("Readiness probe failed: connection refused" is about the probe), a reason before a symptom.
 */
export const clusterRules: readonly ClusterRule[] = [
  probeFailing,
  sandboxNetwork,
  quotaExceeded,
  admissionDenied,
  volumeMount,
  unschedulable,
  wrongPlatform,
  invalidImageName,
  imageNeverPresent,
  rateLimited,
  expiredCredentials,
  configError,
  oomKilled,
  initContainerFailing,
  containerCreateError,
  nodeDiskOrCorrupt,
  unauthorized,
  registryTls,
  registryDns,
  imageNotFound,
  registryNetwork,
  pullBackoffOnly,
  crashLoop,
  nodeNotReady,
  progressDeadline,
];
