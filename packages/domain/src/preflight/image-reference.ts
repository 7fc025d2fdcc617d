/** Image names as `docker pull` and the kubelet read them: the reference grammar of the OCI distribution project. */

import { cleanText } from "../clean-text.ts";

/** A reference taken apart. `registry` is the host that answers for it, with its port if it has one. */
export type ImageReference = {
  registry: string;
  /** With the `library/` that Docker Hub's short names leave out. */
  repository: string;
  /** `null` when only a digest was given. */
  tag: string | null;
  /** With `sha256:`. It decides what is pulled, whatever the tag says. */
  digest: string | null;
};

/** The reference, or what is wrong with the text in words that end a sentence. */
export type ParsedImage = { ok: true; reference: ImageReference } | { ok: false; problem: string };

const dockerHub = "docker.io";
const repositoryCharsMax = 255;

const hostPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;
const segmentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads `nginx`, `acme/web:1.2`, `ghcr.io/acme/web@sha256:…`. Short names are Docker Hub's; without tag and digest
 * the tag is `latest`. A leading `docker://` is let pass, as other tools do.
 */
export function parseImage(text: string): ParsedImage {
  const name = text.trim().replace(/^docker:\/\//, "");
  const [beforeDigest = "", digest, ...more] = name.split("@");
  if (/^https?:/i.test(name)) return wrong("a URL is not an image name");
  if (more.length > 0) return wrong("it has more than one @");
  if (digest !== undefined && !digestPattern.test(digest))
    return wrong("a digest is sha256: and 64 hexadecimal digits in lower case");
  const { path, tag } = splitTag(beforeDigest);
  if (tag !== null && !tagPattern.test(tag))
    return wrong(`"${tag}" cannot be a tag: letters, digits, dot, dash and underscore, 128 at most`);
  const { registry, repository } = splitHost(path);
  if (!hostPattern.test(registry)) return wrong(`"${registry}" cannot be a registry's host`);
  const problem = repositoryProblem(repository);
  if (problem !== null) return wrong(problem);
  return {
    ok: true,
    reference: {
      registry: canonicalHost(registry),
      repository:
        canonicalHost(registry) === dockerHub && !repository.includes("/")
          ? `library/${repository}`
          : repository,
      tag: tag ?? (digest === undefined ? "latest" : null),
      digest: digest ?? null,
    },
  };
}

/** The reference in full, as it can be given to any tool: `docker.io/library/nginx:latest`. */
export function formatImage({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
}

/**
 * The host under which a registry's settings are kept: lower case, Docker Hub by its one name. `null` for a text that
 * cannot be a host.
 */
export function normaliseRegistryHost(text: string): string | null {
  const host = text
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/(v[12]\/?)?$/, "");
  return hostPattern.test(host) ? canonicalHost(host) : null;
}

/** A colon after the last slash begins a tag; one before it belongs to a port. */
function splitTag(text: string): { path: string; tag: string | null } {
  const colon = text.indexOf(":", text.lastIndexOf("/") + 1);
  return colon === -1
    ? { path: text, tag: null }
    : { path: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** The first segment is a host only if it could not be a name on Docker Hub. */
function splitHost(path: string): { registry: string; repository: string } {
  const slash = path.indexOf("/");
  const first = path.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  return slash > 0 && isHost
    ? { registry: first, repository: path.slice(slash + 1) }
    : { registry: dockerHub, repository: path };
}

function repositoryProblem(repository: string): string | null {
  if (repository === "") return "the repository is missing";
  if (repository !== repository.toLowerCase()) return "a repository is written in lower case";
  if (/\s/.test(repository)) return "it contains a space";
  if (repository.length > repositoryCharsMax)
    return `a repository has ${repositoryCharsMax} characters at most`;
  const bad = repository.split("/").find((segment) => !segmentPattern.test(segment));
  return bad === undefined ? null : `"${bad}" cannot be part of a repository's name`;
}

function canonicalHost(host: string): string {
  const folded = host.toLowerCase();
  const isHub = /^(index\.|registry-1\.|registry\.hub\.|www\.)?docker\.(io|com)$/.test(folded);
  return isHub ? dockerHub : folded;
}

function wrong(problem: string): { ok: false; problem: string } {
  return { ok: false, problem: cleanText(problem) };
}
