/**
 * Asks a registry about one image, as a pull would, without pulling it.
 *
 * How it works. `HEAD` of the manifest: a registry counts it against no pull limit. If that is refused, the same as
 * `GET` for the registry's words. A challenge is answered once: by a token from the realm it names, or by basic
 * credentials (`authenticate.ts`). What is absent is looked for in the list of tags, meanwhile if it can be, which
 * tells a missing tag from a missing repository and shows whether strangers may see the repository at all. What is there is read: index or
 * manifest, then the config, for platforms and labels.
 *
 * Sources: the OCI distribution specification 1.1, and the token flow of the Docker registry's specification.
 */
import type { ImageReference, RegistryAccess } from "@rollcall/domain/preflight";
import { listTags } from "./list-tags.ts";
import { nearestTags } from "./nearest-tags.ts";
import { readImage } from "./read-image.ts";
import { describeRefusal } from "./registry-errors.ts";
import type { RegistryOutcome } from "./registry-outcome.ts";
import { openSession, type RegistrySession, type SessionOptions } from "./registry-session.ts";

/** Credentials are sent to the registry and to the token service that it names, nowhere else. */
export type CheckOptions = SessionOptions;

/**
 * What the registry says of the image. Whatever it or the network does is in the outcome; rejects only with the
 * signal's reason when the caller aborts.
 */
export async function checkImage(reference: ImageReference, options: CheckOptions): Promise<RegistryOutcome> {
  const session = openSession(reference, options);
  const head = await session.ask({ method: "HEAD", path: manifestPath(reference) });
  if (!head.ok) return head.outcome;
  if (head.reply.status === 200) return readImage(session, head.reply, manifestPath(reference));
  // Of a slow registry an alert waits for as few answers as can be. Afterwards nobody may be left to hear of a failure.
  const isAbsent = head.reply.status === 404 && session.access !== "unasked";
  const absence = isAbsent ? describeAbsence(session, reference) : null;
  absence?.catch(() => {});
  // Without a body nothing is known of why, and some registries refuse HEAD alone.
  return getImage(session, reference, absence);
}

async function getImage(
  session: RegistrySession,
  reference: ImageReference,
  absence: Promise<RegistryOutcome> | null,
): Promise<RegistryOutcome> {
  const got = await session.ask({ method: "GET", path: manifestPath(reference) });
  if (!got.ok) return got.outcome;
  if (got.reply.status === 200) return readImage(session, got.reply, manifestPath(reference));
  if (got.reply.status === 404) return absence ?? describeAbsence(session, reference);
  return describeRefusal(got.reply, session.credentials, "registry");
}

/** Under the digest if there is one: it decides what a pull gets. */
function manifestPath({ repository, tag, digest }: ImageReference): string {
  return `/v2/${repository}/manifests/${digest ?? tag}`;
}

async function describeAbsence(
  session: RegistrySession,
  reference: ImageReference,
): Promise<RegistryOutcome> {
  if (session.access === "unasked") {
    const root = await session.ask({ method: "GET", path: "/v2/" });
    // Asked for nothing so far, but whoever shows credentials may be shown more.
    if (root.ok && isAuthenticated(session)) return getImage(session, reference, null);
    if (root.ok && root.reply.status === 200) return lookAround(session, reference, "public");
  }
  return lookAround(session, reference, isAuthenticated(session) ? "credentials" : "stranger");
}

function isAuthenticated({ access }: RegistrySession): boolean {
  return access === "credentials";
}

/** Whether the tag alone is missing, and what is there instead. */
async function lookAround(
  session: RegistrySession,
  { repository, tag }: ImageReference,
  access: RegistryAccess,
): Promise<RegistryOutcome> {
  const found = await listTags(session, repository);
  if (found.kind === "unknown_repository") return { kind: "repository_not_found", access };
  if (found.kind === "not_told") return { kind: "tag_not_found", access, nearest: [] };
  return {
    kind: "tag_not_found",
    // A stranger who is shown the tags would be shown the image too.
    access: access === "stranger" ? "public" : access,
    nearest: tag === null ? [] : nearestTags(tag, found.tags),
  };
}
