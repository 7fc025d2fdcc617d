/** The page of each cause; a code without one does not compile. */
import { type CauseCode, causeCodes } from "@rollcall/domain/glossary";
import type { DocEntry } from "./doc-index.ts";

const titles: Record<CauseCode, string> = {
  image_not_found: "The image does not exist in its registry",
  invalid_image_name: "The image's name cannot be read",
  unauthorized: "The registry refuses to give the image",
  expired_credentials: "The registry's credentials have expired",
  rate_limited: "The registry limits pulls",
  registry_network: "The nodes do not get through to the registry",
  registry_dns: "The registry's name does not resolve",
  registry_tls: "The nodes do not trust the registry's certificate",
  wrong_platform: "The image is not built for the nodes' processors",
  node_disk_or_corrupt: "A node has no room for the image, or its copy is damaged",
  pull_backoff_only: "An image cannot be pulled, reason not in the text",
  image_never_present: "The image is not on the node, and may not be pulled",
  crash_loop: "The container starts and ends, again and again",
  oom_killed: "The container was killed for its memory",
  config_error: "Configuration is missing, or not allowed",
  container_create_error: "The container could not be started by the node",
  probe_failing: "The program runs, and its health check fails",
  init_container_failing: "An init container does not finish",
  unschedulable: "No node can take the new pod",
  quota_exceeded: "The namespace's quota does not allow the pods",
  volume_mount: "A volume cannot be mounted",
  sandbox_network: "The node cannot set up the pod's network",
  node_not_ready: "A node is not ready, or throws pods out",
  admission_denied: "The cluster refuses to create the pods",
  progress_deadline: "The rollout made no progress within its deadline",
  edge_stale: "The origin is new, the edge serves a cached answer",
  region_lagging: "A region was not updated",
  partial_backends: "Some instances were not replaced",
  earlier_version_back: "An earlier version is back",
  bad_release: "The new version answers worse",
  too_few_pods: "Too few instances are left to serve",
  never_started: "The new version never started to serve",
  version_not_reported: "Answers carry no version",
  no_monitors: "No monitor reads the version",
  identity_mismatch: "Answers say another version than was announced",
  prober_blocked: "Probes are refused",
};

/** Where a cause is explained, such as `causes/image_not_found`; messages link there, so it stays. */
export const causeEntries: DocEntry[] = causeCodes.map((code) => ({
  slug: `causes/${code}`,
  title: titles[code],
  about: code,
}));
