import { matchIdentity } from "@rollcall/domain/matching";
import type { LoadedEnvironment } from "../ingest/load-environment.ts";

/** The version that serves before a deploy, as people call it, and everything an answer may call it. */
export type PreviousVersion = { previousVersion: string | null; previousIdentities: string[] };

/**
 * What serves before a new deploy starts: what CI says; else what most answers carry now; else what was expected
 * last. A version that an earlier deploy announced is known under all identities of that deploy.
 */
export function previousVersion(environment: LoadedEnvironment, stated: string | null): PreviousVersion {
  const current = environment.openDeploys.find((deploy) => deploy.startedAt !== null);
  const version =
    stated ??
    environment.row.servedVersion ??
    (current?.liveAt ? current.version : current?.previousVersion) ??
    environment.lived[0]?.version ??
    null;
  if (version === null) return { previousVersion: null, previousIdentities: [] };
  const known = environment.lived.find((deploy) => matchIdentity(version, deploy.identities) !== null);
  return {
    previousVersion: known?.version ?? version,
    previousIdentities: [...new Set([version, ...(known?.identities ?? [])])],
  };
}
