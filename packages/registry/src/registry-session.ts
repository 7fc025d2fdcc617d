import type { ImageReference } from "@rollcall/domain/preflight";
import { type OutboundOptions, type OutboundResult, outboundRequest } from "@rollcall/outbound";
import { authenticate } from "./authenticate.ts";
import { readChallenges } from "./challenge.ts";
import { readRateLimit } from "./rate-limit.ts";
import { errorWords } from "./registry-errors.ts";
import { describeUnanswered, type RegistryOutcome } from "./registry-outcome.ts";

export type RegistryCredentials = { username: string; password: string };

export type SessionOptions = OutboundOptions & {
  credentials: RegistryCredentials | null;
  /** Speak HTTP without TLS. Loopback registries are spoken to so unless this is `false`. */
  plainHttp?: boolean;
  /** Covers all requests of one check. Default 10 000. */
  timeoutMs?: number;
  userAgent?: string;
};

export type Ask = { method: "GET" | "HEAD"; path: string; accept?: string; bodyBytesMax?: number };
/** `body` is `null` when there is none, or when it is larger than the cap. `origin` is whoever answered in the end. */
export type Reply = { status: number; headers: [string, string][]; body: Buffer | null; origin: string };
/** An answer of whatever status except 429, or the outcome that ends the check. */
export type Asked = { ok: true; reply: Reply } | { ok: false; outcome: RegistryOutcome };

/** One check's conversation: what was learned about rights stays for the next request. */
export type RegistrySession = {
  credentials: RegistryCredentials | null;
  /** `unasked`: the registry has wanted no credentials yet. `stranger`: it let us in without any. */
  access: "unasked" | "stranger" | "credentials";
  /** Asks the registry; answers the first challenge and asks again. */
  ask(ask: Ask): Promise<Asked>;
  /** Asks any address, with the rights that are given and no others. */
  fetch(url: string, ask: Omit<Ask, "path">, authorization: string | null): Promise<Asked>;
};

const timeoutMsDefault = 10_000;
const manifestBytesMax = 4 * 1024 * 1024;
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Begins a check. Docker Hub answers at another name than its images carry. */
export function openSession(reference: ImageReference, options: SessionOptions): RegistrySession {
  const origin = registryOrigin(reference.registry, options.plainHttp);
  const endsAt = performance.now() + (options.timeoutMs ?? timeoutMsDefault);
  let authorization: string | null = null;

  const session: RegistrySession = {
    credentials: options.credentials,
    access: "unasked",
    async fetch(url, { method, accept = manifestTypes, bodyBytesMax = manifestBytesMax }, rights) {
      const leftMs = Math.max(1, endsAt - performance.now());
      const result = await outboundRequest(
        {
          url,
          method,
          headers: {
            Accept: accept,
            "User-Agent": options.userAgent ?? "rollcall",
            ...(rights === null ? {} : { Authorization: rights }),
          },
          body: null,
          timeoutMs: leftMs,
          followRedirects: 5,
          bodyBytesMax,
        },
        options,
      );
      return toAsked(result, url);
    },
    async ask(ask) {
      const url = `${origin}${ask.path}`;
      const asked = await session.fetch(url, ask, authorization);
      if (!asked.ok || asked.reply.status !== 401 || session.access !== "unasked") return asked;
      // Whoever we were sent on to has no claim to this registry's credentials.
      const challenges = asked.reply.origin === origin ? readChallenges(asked.reply.headers) : [];
      if (challenges.length === 0) return asked;
      const rights = await authenticate(session, challenges, { origin, repository: reference.repository });
      if (!rights.ok) return rights;
      authorization = rights.authorization;
      session.access = options.credentials === null ? "stranger" : "credentials";
      return session.fetch(url, ask, authorization);
    },
  };
  return session;
}

function toAsked({ outcome, headers, body, totalMs, redirects }: OutboundResult, url: string): Asked {
  if (outcome.kind !== "answered") return { ok: false, outcome: describeUnanswered(outcome, totalMs) };
  const reply = {
    status: outcome.status,
    headers,
    body: outcome.body === "read" ? body : null,
    origin: new URL(redirects.at(-1) ?? url).origin,
  };
  if (outcome.status !== 429) return { ok: true, reply };
  const detail = errorWords(reply) || "answered 429";
  return { ok: false, outcome: { kind: "rate_limited", ...readRateLimit(headers, Date.now()), detail } };
}

function registryOrigin(registry: string, plainHttp: boolean | undefined): string {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const isPlain = plainHttp ?? /^(localhost|[\w.-]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
  return `${isPlain ? "http" : "https"}://${host}`;
}
