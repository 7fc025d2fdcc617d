import { isVendorUrl } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { slackText } from "../slack/slack-text.ts";
import { postJson } from "./post-json.ts";

const charsMax = 1000;

/**
 * Says in Slack what a pressed button did: to everybody in the message's thread, without a thread to who pressed alone.
 * Resolves with `false` when Slack did not take it, which changes nothing of what was done.
 */
export async function answerSlack(
  guard: Guard,
  reply: { responseUrl: string; text: string; threadTs: string | null },
): Promise<boolean> {
  const { responseUrl, text, threadTs } = reply;
  const body = {
    text: slackText(text, charsMax),
    replace_original: false,
    response_type: threadTs === null ? "ephemeral" : "in_channel",
    ...(threadTs !== null && { thread_ts: threadTs }),
  };
  const allowed = isVendorUrl("slack", responseUrl) ? guard : { ...guard, isOpen: guard.isNamed };
  const { outcome } = await postJson(allowed, responseUrl, JSON.stringify(body));
  return outcome.kind === "answered" && outcome.status === 200;
}
