import type { Guard } from "@rollcall/outbound";
import { classifyAnswer, type Receiver } from "./classify-answer.ts";
import { postJson } from "./post-json.ts";
import type { SendResult } from "./sender.ts";

type Sent = Extract<SendResult, { kind: "sent" }>;
type NotSent = Exclude<SendResult, { kind: "sent" }>;

/** How a call went; `word` is Slack's own for what is wrong. */
export type SlackAnswer =
  | { kind: "sent"; answer: Record<string, unknown>; result: Sent }
  | { kind: "retry" | "refused"; word: string; result: NotSent };
export type SlackCall = (method: string, body: object) => Promise<SlackAnswer>;

/** The app was taken out of the workspace or the channel, or never had what it needs. */
const goneWords = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "org_login_required",
  "ekm_access_denied",
  "access_denied",
  "missing_scope",
  "no_permission",
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "restricted_action",
]);
const laterWords = new Set([
  "ratelimited",
  "rate_limited",
  "message_limit_exceeded",
  "internal_error",
  "fatal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);

/** What Slack refuses it says with a 200: any other status is about the way there. */
const slack: Receiver = { name: "Slack", isFinal: () => false };

/** Calls a method of Slack's Web API, which answers 200 and says in the body whether it went well. */
export async function callSlack(
  deps: { guard: Guard; origin: string; token: string },
  method: string,
  body: object,
): Promise<SlackAnswer> {
  const answer = await postJson(deps.guard, `${deps.origin}/api/${method}`, JSON.stringify(body), {
    Authorization: `Bearer ${deps.token}`,
  });
  const result = classifyAnswer(slack, answer, Date.now());
  if (result.kind !== "sent") return { kind: result.kind, word: "", result };
  const said = parse(answer.body);
  if (said.ok === true) return { kind: "sent", answer: said, result };
  const word = typeof said.error === "string" && /^[a-z_]{1,60}$/.test(said.error) ? said.error : "";
  const error = `Slack answered ${word === "" ? "something else than its API does" : word}`;
  if (word === "" || laterWords.has(word)) return { kind: "retry", word, result: { kind: "retry", error } };
  const isChannelGone = goneWords.has(word);
  return {
    kind: "refused",
    word,
    result: { kind: "refused", error, ...(isChannelGone && { isChannelGone }) },
  };
}

function parse(body: Buffer | null): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(body?.toString("utf8") ?? "");
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
