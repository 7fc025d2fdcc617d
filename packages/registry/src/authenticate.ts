import { z } from "zod";
import type { Challenge } from "./challenge.ts";
import { describeRefusal } from "./registry-errors.ts";
import type { RegistryOutcome } from "./registry-outcome.ts";
import type { RegistryCredentials, RegistrySession } from "./registry-session.ts";

/** What to send as `Authorization` from now on, or why nobody lets us in. */
export type Rights = { ok: true; authorization: string } | { ok: false; outcome: RegistryOutcome };

const tokenBytesMax = 256 * 1024;
const tokenAnswer = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

/** Answers a challenge: `Bearer` by a token for pulling this repository, `Basic` by the credentials themselves. */
export async function authenticate(
  session: RegistrySession,
  challenges: Challenge[],
  place: { origin: string; repository: string },
): Promise<Rights> {
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  if (bearer) return fetchToken(session, bearer, place);
  const { credentials } = session;
  if (!challenges.some(({ scheme }) => scheme === "basic"))
    return networkFailed(`it asks for ${challenges[0]?.scheme}, which is not spoken here`);
  if (credentials === null)
    return refused({ kind: "unauthorized", hasCredentials: false, detail: "it asks for credentials" });
  return { ok: true, authorization: basic(credentials) };
}

async function fetchToken(
  session: RegistrySession,
  { params }: Challenge,
  { origin, repository }: { origin: string; repository: string },
): Promise<Rights> {
  const { credentials } = session;
  if (params.realm === undefined || !URL.canParse(params.realm, origin))
    return networkFailed("it names no token service");
  const url = new URL(params.realm, origin);
  // What was reached over TLS must not give our password away in clear text.
  if (url.protocol !== "https:" && (url.protocol !== "http:" || origin.startsWith("https:")))
    return networkFailed("its token service is not reached over TLS");
  if (params.service !== undefined) url.searchParams.set("service", params.service);
  url.searchParams.set("scope", params.scope ?? `repository:${repository}:pull`);
  if (credentials !== null) url.searchParams.set("account", credentials.username);
  const asked = await session.fetch(
    url.href,
    { method: "GET", accept: "application/json", bodyBytesMax: tokenBytesMax },
    credentials === null ? null : basic(credentials),
  );
  if (!asked.ok) return asked;
  if (asked.reply.status !== 200) return refused(describeRefusal(asked.reply, credentials, "token service"));
  const token = readToken(asked.reply.body);
  if (token === null) return networkFailed("its token service gave no token");
  return { ok: true, authorization: `Bearer ${token}` };
}

function readToken(body: Buffer | null): string | null {
  try {
    const { token, access_token } = tokenAnswer.parse(JSON.parse(body?.toString("utf8") ?? ""));
    // Opaque, but it must fit into a header.
    return /^[\x21-\x7e]+$/.exec(token || access_token || "")?.[0] ?? null;
  } catch {
    return null;
  }
}

function basic({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function networkFailed(detail: string): Rights {
  return refused({ kind: "network_failed", detail });
}

function refused(outcome: RegistryOutcome): Rights {
  return { ok: false, outcome };
}
