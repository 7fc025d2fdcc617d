import type { SlackBotConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderSlack, renderSlackReply } from "../slack/render-slack.ts";
import { slackButtons } from "../slack/slack-buttons.ts";
import { callSlack, type SlackCall } from "./call-slack.ts";
import type { Sending, SendResult } from "./sender.ts";

/** The message of a thread: what Slack calls it by. Kept between notices. */
type Root = { channel: string; ts: string };

/** The message is not there any more: a new one takes its place. */
const lost = new Set(["message_not_found", "channel_not_found", "thread_not_found"]);
/** The workspace lets nobody edit it: what is new still goes into its thread. */
const frozen = new Set(["edit_window_closed", "cant_update_message", "is_inactive"]);

/**
 * Tells a notice as a Slack app: the first of a thread as a message, every later one by editing that message and saying
 * what is new in its thread; bad news is shown in the channel as well. The edit comes first, since repeating it after a
 * failure changes nothing.
 */
export async function sendAsSlackBot(
  deps: { guard: Guard; origin: string },
  config: SlackBotConfig,
  { notice, deliveryId, channelId, thread }: Sending,
): Promise<SendResult> {
  const call: SlackCall = (method, body) => callSlack({ ...deps, token: config.botToken }, method, body);
  const hasButtons = config.signingSecret !== undefined && channelId !== undefined;
  const message = renderSlack(notice, hasButtons ? slackButtons(notice, channelId) : []);
  const metadata = { event_type: "rollcall_notice", event_payload: { delivery_id: deliveryId } };
  const quiet = { unfurl_links: false, unfurl_media: false, metadata };
  const begin = async () =>
    keepRoot(await call("chat.postMessage", { channel: config.channel, ...message, ...quiet }));

  const root = readRoot(thread);
  const isNote = notice.tone === "note";
  if (root === null) return isNote ? { kind: "sent", detail: "There is no message to answer." } : begin();
  const reply = async () => {
    const { result } = await call("chat.postMessage", {
      channel: root.channel,
      thread_ts: root.ts,
      reply_broadcast: notice.tone === "problem",
      ...renderSlackReply(notice),
      ...quiet,
    });
    return result;
  };
  // What people did about it changes nothing of what the message says.
  if (isNote) return reply();
  const edited = await call("chat.update", { ...root, ...message });
  if (edited.kind === "refused" && lost.has(edited.word)) return begin();
  if (edited.kind !== "sent" && !(edited.kind === "refused" && frozen.has(edited.word))) return edited.result;
  return reply();
}

function keepRoot(posted: Awaited<ReturnType<SlackCall>>): SendResult {
  if (posted.kind !== "sent") return posted.result;
  const { channel, ts } = posted.answer;
  const isNamed = typeof channel === "string" && typeof ts === "string";
  return isNamed ? { ...posted.result, thread: { channel, ts } satisfies Root } : posted.result;
}

function readRoot(thread: unknown): Root | null {
  const { channel, ts } = (thread ?? {}) as Partial<Record<keyof Root, unknown>>;
  return typeof channel === "string" && typeof ts === "string" ? { channel, ts } : null;
}
