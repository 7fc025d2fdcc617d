import type { announceDeployInput } from "@rollcall/domain/wire";
import type { z } from "zod";
import type { CiFields } from "./ci-fields.ts";
import { UsageError } from "./errors.ts";

/** The body of `POST /deploys` as it goes out; the server fills in its defaults. */
export type Announcement = z.input<typeof announceDeployInput>;

/** What was said on the command line; durations in ms. */
export type AnnouncementOptions = {
  service: string;
  environment?: string;
  version?: string;
  identity?: string[];
  image?: string;
  imagePushed?: boolean;
  platform?: string[];
  previousVersion?: string;
  status?: string;
  strategy?: string;
  targetShare?: number;
  tolerance?: number;
  risk?: number;
  progressDeadline?: number;
  hold?: number;
  soak?: number;
  probesPerSecond?: number;
  release?: string;
  url?: string;
  actor?: string;
  repository?: string;
  ref?: string;
  cluster?: string;
  namespace?: string;
  workload?: string;
  metadata?: Record<string, string>;
};

/**
 * The announcement made of options and, where they are silent, of the CI run. The commit and the tag go along as
 * identities, so that an app that answers its commit matches an announced 1.42.0.
 */
export function composeAnnouncement(options: AnnouncementOptions, ci: CiFields): Announcement {
  const version = options.version ?? ci.tag ?? ci.sha;
  if (version === undefined)
    throw new UsageError(
      "Say which version should be live with --version (no commit was found in the environment).",
    );
  const identities = [...(options.identity ?? []), ci.tag, ci.sha].filter(
    (identity) => identity !== undefined && identity !== version,
  );
  const run = {
    ...(ci.provider !== undefined && { ci: ci.provider }),
    ...(ci.run !== undefined && { run: ci.run }),
  };
  const body = {
    service: options.service,
    environment: options.environment ?? ci.environment,
    version,
    identities: [...new Set(identities)],
    image: options.image,
    imagePushed: options.imagePushed,
    platforms: options.platform,
    previousVersion: options.previousVersion,
    status: options.status,
    strategy: options.strategy,
    targetShare: options.targetShare,
    tolerance: options.tolerance,
    risk: options.risk,
    progressDeadlineSeconds: toSeconds(options.progressDeadline),
    holdSeconds: toSeconds(options.hold),
    soakSeconds: toSeconds(options.soak),
    probesPerSecondMax: options.probesPerSecond,
    releaseId: options.release,
    url: options.url ?? ci.url,
    actor: options.actor ?? ci.actor,
    repository: options.repository ?? ci.repository,
    ref: options.ref ?? ci.ref,
    cluster: options.cluster,
    namespace: options.namespace,
    workload: options.workload,
    metadata: { ...run, ...options.metadata },
  };
  // The server checks `status` and `strategy`: it may know more of them than this program.
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Announcement;
}

function toSeconds(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : Math.round(durationMs / 1_000);
}
