/** Reads what is behind a manifest that exists: digest, platforms, labels. */
import { createHash } from "node:crypto";
import { cleanText } from "@rollcall/domain/clean-text";
import { headerValue } from "@rollcall/outbound";
import { z } from "zod";
import type { RegistryOutcome } from "./registry-outcome.ts";
import type { RegistrySession, Reply } from "./registry-session.ts";

const anyManifest = z.looseObject({ schemaVersion: z.number() });
const labels = z.record(z.string(), z.string()).nullish().catch(null);
const platform = z.looseObject({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional().catch(undefined),
});
const indexSchema = z.looseObject({
  manifests: z.array(
    z.looseObject({
      digest: z.string(),
      platform: platform.optional().catch(undefined),
      annotations: labels,
    }),
  ),
  annotations: labels,
});
const manifestSchema = z.looseObject({ config: z.looseObject({ digest: z.string() }), annotations: labels });
const configSchema = platform.extend({ config: z.looseObject({ Labels: labels }).nullish() });

type Labels = Record<string, string>;
type ImageParts = { platforms: string[]; labels: Labels };

const configBytesMax = 1024 * 1024;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
const revisionLabel = "org.opencontainers.image.revision";
const versionLabel = "org.opencontainers.image.version";
const platformsMax = 64;

/**
 * `found`, with as much of the image as can be read. `reply` is the good answer to `path`; one to `HEAD` is asked for
 * again. What cannot be read is left out: the image is there all the same. A sign-in page or the like, which answers
 * 200 to everything, has neither a digest nor a manifest and is no registry.
 */
export async function readImage(
  session: RegistrySession,
  reply: Reply,
  path: string,
): Promise<RegistryOutcome> {
  const body = reply.body ?? (await readBody(session, path));
  const stated = headerValue(reply.headers, "docker-content-digest") ?? "";
  const digest = digestPattern.test(stated) ? stated : digestOfManifest(body);
  if (digest === null)
    return { kind: "network_failed", detail: "it answered with something that is no manifest" };
  const { platforms, labels } = await readParts(session, body, path);
  return {
    kind: "found",
    digest,
    platforms: [...new Set(platforms)].slice(0, platformsMax),
    revision: labelOf(labels, revisionLabel),
    version: labelOf(labels, versionLabel),
  };
}

async function readParts(session: RegistrySession, body: Buffer | null, path: string): Promise<ImageParts> {
  const index = parse(indexSchema, body);
  if (index === null) return readManifest(session, body, path);
  const images = index.manifests.filter(isImage);
  const chosen = images.find(({ platform: p }) => p?.architecture === "amd64") ?? images[0];
  const manifest =
    chosen && digestPattern.test(chosen.digest) ? siblingPath(path, "manifests", chosen.digest) : null;
  const read =
    manifest === null ? null : await readManifest(session, await readBody(session, manifest), manifest);
  return {
    platforms: images.flatMap(({ platform: p }) => (p ? [platformName(p)] : [])),
    labels: { ...index.annotations, ...read?.labels },
  };
}

async function readManifest(
  session: RegistrySession,
  body: Buffer | null,
  path: string,
): Promise<ImageParts> {
  const manifest = parse(manifestSchema, body);
  const isNamed = manifest !== null && digestPattern.test(manifest.config.digest);
  const blob = isNamed ? siblingPath(path, "blobs", manifest.config.digest) : null;
  const config = blob === null ? null : parse(configSchema, await readBody(session, blob, configBytesMax));
  return {
    platforms: config === null ? [] : [platformName(config)],
    labels: { ...manifest?.annotations, ...config?.config?.Labels },
  };
}

/** Signatures and attestations stand in an index beside the images, on the platform `unknown`. */
function isImage({ platform: p, annotations }: z.infer<typeof indexSchema>["manifests"][number]): boolean {
  return p?.os !== "unknown" && annotations?.["vnd.docker.reference.type"] === undefined;
}

function platformName({ os, architecture, variant }: z.infer<typeof platform>): string {
  return cleanText([os, architecture, ...(variant ? [variant] : [])].join("/").toLowerCase(), 64);
}

async function readBody(
  session: RegistrySession,
  path: string,
  bodyBytesMax?: number,
): Promise<Buffer | null> {
  const asked = await session.ask({ method: "GET", path, ...(bodyBytesMax && { bodyBytesMax }) });
  return asked.ok && asked.reply.status === 200 ? asked.reply.body : null;
}

function siblingPath(path: string, kind: "manifests" | "blobs", digest: string): string {
  return path.replace(/\/manifests\/[^/]*$/, `/${kind}/${digest}`);
}

function digestOfManifest(body: Buffer | null): string | null {
  if (body === null || parse(anyManifest, body) === null) return null;
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

function labelOf(found: Labels, name: string): string | null {
  return cleanText(found[name] ?? "") || null;
}

function parse<T extends z.ZodType>(schema: T, body: Buffer | null): z.infer<T> | null {
  if (body === null) return null;
  try {
    return schema.safeParse(JSON.parse(body.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
