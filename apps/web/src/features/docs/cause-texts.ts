import type { CauseCode } from "@rollcall/domain/glossary";
// @boundaries-ignore the page shows the file that builders read
import admissionDenied from "../../../../../docs/causes/admission_denied.md";
// @boundaries-ignore the page shows the file that builders read
import badRelease from "../../../../../docs/causes/bad_release.md";
// @boundaries-ignore the page shows the file that builders read
import configError from "../../../../../docs/causes/config_error.md";
// @boundaries-ignore the page shows the file that builders read
import containerCreateError from "../../../../../docs/causes/container_create_error.md";
// @boundaries-ignore the page shows the file that builders read
import crashLoop from "../../../../../docs/causes/crash_loop.md";
// @boundaries-ignore the page shows the file that builders read
import earlierVersionBack from "../../../../../docs/causes/earlier_version_back.md";
// @boundaries-ignore the page shows the file that builders read
import edgeStale from "../../../../../docs/causes/edge_stale.md";
// @boundaries-ignore the page shows the file that builders read
import expiredCredentials from "../../../../../docs/causes/expired_credentials.md";
// @boundaries-ignore the page shows the file that builders read
import identityMismatch from "../../../../../docs/causes/identity_mismatch.md";
// @boundaries-ignore the page shows the file that builders read
import imageNeverPresent from "../../../../../docs/causes/image_never_present.md";
// @boundaries-ignore the page shows the file that builders read
import imageNotFound from "../../../../../docs/causes/image_not_found.md";
// @boundaries-ignore the page shows the file that builders read
import initContainerFailing from "../../../../../docs/causes/init_container_failing.md";
// @boundaries-ignore the page shows the file that builders read
import invalidImageName from "../../../../../docs/causes/invalid_image_name.md";
// @boundaries-ignore the page shows the file that builders read
import neverStarted from "../../../../../docs/causes/never_started.md";
// @boundaries-ignore the page shows the file that builders read
import noMonitors from "../../../../../docs/causes/no_monitors.md";
// @boundaries-ignore the page shows the file that builders read
import nodeDiskOrCorrupt from "../../../../../docs/causes/node_disk_or_corrupt.md";
// @boundaries-ignore the page shows the file that builders read
import nodeNotReady from "../../../../../docs/causes/node_not_ready.md";
// @boundaries-ignore the page shows the file that builders read
import oomKilled from "../../../../../docs/causes/oom_killed.md";
// @boundaries-ignore the page shows the file that builders read
import partialBackends from "../../../../../docs/causes/partial_backends.md";
// @boundaries-ignore the page shows the file that builders read
import probeFailing from "../../../../../docs/causes/probe_failing.md";
// @boundaries-ignore the page shows the file that builders read
import proberBlocked from "../../../../../docs/causes/prober_blocked.md";
// @boundaries-ignore the page shows the file that builders read
import progressDeadline from "../../../../../docs/causes/progress_deadline.md";
// @boundaries-ignore the page shows the file that builders read
import pullBackoffOnly from "../../../../../docs/causes/pull_backoff_only.md";
// @boundaries-ignore the page shows the file that builders read
import quotaExceeded from "../../../../../docs/causes/quota_exceeded.md";
// @boundaries-ignore the page shows the file that builders read
import rateLimited from "../../../../../docs/causes/rate_limited.md";
// @boundaries-ignore the page shows the file that builders read
import regionLagging from "../../../../../docs/causes/region_lagging.md";
// @boundaries-ignore the page shows the file that builders read
import registryDns from "../../../../../docs/causes/registry_dns.md";
// @boundaries-ignore the page shows the file that builders read
import registryNetwork from "../../../../../docs/causes/registry_network.md";
// @boundaries-ignore the page shows the file that builders read
import registryTls from "../../../../../docs/causes/registry_tls.md";
// @boundaries-ignore the page shows the file that builders read
import sandboxNetwork from "../../../../../docs/causes/sandbox_network.md";
// @boundaries-ignore the page shows the file that builders read
import tooFewPods from "../../../../../docs/causes/too_few_pods.md";
// @boundaries-ignore the page shows the file that builders read
import unauthorized from "../../../../../docs/causes/unauthorized.md";
// @boundaries-ignore the page shows the file that builders read
import unschedulable from "../../../../../docs/causes/unschedulable.md";
// @boundaries-ignore the page shows the file that builders read
import versionNotReported from "../../../../../docs/causes/version_not_reported.md";
// @boundaries-ignore the page shows the file that builders read
import volumeMount from "../../../../../docs/causes/volume_mount.md";
// @boundaries-ignore the page shows the file that builders read
import wrongPlatform from "../../../../../docs/causes/wrong_platform.md";

/** The text of each cause's page, by its slug. */
const byCode: Record<CauseCode, string> = {
  image_not_found: imageNotFound,
  invalid_image_name: invalidImageName,
  unauthorized: unauthorized,
  expired_credentials: expiredCredentials,
  rate_limited: rateLimited,
  registry_network: registryNetwork,
  registry_dns: registryDns,
  registry_tls: registryTls,
  wrong_platform: wrongPlatform,
  node_disk_or_corrupt: nodeDiskOrCorrupt,
  pull_backoff_only: pullBackoffOnly,
  image_never_present: imageNeverPresent,
  crash_loop: crashLoop,
  oom_killed: oomKilled,
  config_error: configError,
  container_create_error: containerCreateError,
  probe_failing: probeFailing,
  init_container_failing: initContainerFailing,
  unschedulable: unschedulable,
  quota_exceeded: quotaExceeded,
  volume_mount: volumeMount,
  sandbox_network: sandboxNetwork,
  node_not_ready: nodeNotReady,
  admission_denied: admissionDenied,
  progress_deadline: progressDeadline,
  edge_stale: edgeStale,
  region_lagging: regionLagging,
  partial_backends: partialBackends,
  earlier_version_back: earlierVersionBack,
  bad_release: badRelease,
  too_few_pods: tooFewPods,
  never_started: neverStarted,
  version_not_reported: versionNotReported,
  no_monitors: noMonitors,
  identity_mismatch: identityMismatch,
  prober_blocked: proberBlocked,
};

export const causeTexts: Record<string, string> = Object.fromEntries(
  Object.entries(byCode).map(([code, text]) => [`causes/${code}`, text]),
);
