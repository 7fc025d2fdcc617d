/** What registries say when they refuse, each in its own way. */
import { cleanText } from "@rollcall/domain/clean-text";
import { z } from "zod";
import { readChallenges } from "./challenge.ts";
import type { RegistryOutcome } from "./registry-outcome.ts";
import type { RegistryCredentials, Reply } from "./registry-session.ts";

const text = z.string().optional().catch(undefined);
/** The specification's shape, and those of token services: Docker Hub's `details`, OAuth's `error_description`. */
const errorBody = z.looseObject({
  errors: z
    .array(z.looseObject({ code: text, message: text }))
    .optional()
    .catch(undefined),
  message: text,
  details: text,
  error: text,
  error_description: text,
});

/** User names whose passwords are made to last for hours: refused, they are taken to have expired. */
const shortLivedUsers = new Set([
  "AWS",
  "oauth2accesstoken",
  "gitlab-ci-token",
  "00000000-0000-0000-0000-000000000000",
]);

/** The first thing the answer says for people, on one line; empty when it says nothing. */
export function errorWords({ body, headers }: Pick<Reply, "body" | "headers">): string {
  const said = readBody(body);
  const [first] = said?.errors ?? [];
  const challenge = readChallenges(headers).find(({ params }) => params.error !== undefined);
  const { error, error_description } = challenge?.params ?? {};
  const words =
    [first?.code, first?.message].filter(Boolean).join(": ") ||
    said?.message ||
    said?.details ||
    said?.error_description ||
    said?.error ||
    error_description ||
    error ||
    "";
  return cleanText(words, 200).replace(/[.\s]+$/, "");
}

/** What an answer that is neither good nor "not found" means; `who` gave it. */
export function describeRefusal(
  reply: Reply,
  credentials: RegistryCredentials | null,
  who: "registry" | "token service",
): RegistryOutcome {
  const words = errorWords(reply);
  const answered = who === "registry" ? `answered ${reply.status}` : `its ${who} answered ${reply.status}`;
  const detail = words === "" ? answered : `${answered} ${words}`;
  const isExpired = /\bexpired\b/i.test(words);
  const isRefusal = reply.status === 401 || reply.status === 403 || (reply.status === 400 && isExpired);
  if (!isRefusal) return { kind: "network_failed", detail };
  if (credentials === null) return { kind: "unauthorized", hasCredentials: false, detail };
  const isShortLived = shortLivedUsers.has(credentials.username) && reply.status === 401;
  if (isExpired || isShortLived) return { kind: "expired_credentials", detail };
  return { kind: "unauthorized", hasCredentials: true, detail };
}

function readBody(body: Buffer | null): z.infer<typeof errorBody> | null {
  if (body === null) return null;
  try {
    return errorBody.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}
