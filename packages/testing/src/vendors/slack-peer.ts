/** Slack's Web API as its documentation describes it: messages, edits, threads, limits and errors. */
import { type HttpPeer, type PeerAnswer, type PeerRequest, startHttpPeer } from "../http-peer.ts";

type Block = {
  type: string;
  text?: { text?: string };
  fields?: { text?: string }[];
  elements?: { text?: unknown; value?: string; url?: string }[];
};
type Call = {
  channel?: string;
  ts?: string;
  text?: string;
  blocks?: Block[];
  thread_ts?: string;
  reply_broadcast?: boolean;
};

/** A message as it stands in its channel; `edits` counts how often it was changed. */
export type SlackMessage = {
  ts: string;
  text: string;
  blocks: Block[];
  threadTs: string | null;
  isBroadcast: boolean;
  edits: number;
};

/** `channel` is the id behind `#deploys`; `failWith` makes the next call fail in Slack's way. */
export type SlackPeer = HttpPeer & {
  botToken: string;
  channel: string;
  messages: SlackMessage[];
  failWith(answer: PeerAnswer): void;
};

/** What a call is answered when Slack says no. */
export const slackError = (error: string): PeerAnswer => json({ ok: false, error });

/** Opens it with one app in one channel. */
export async function startSlackPeer(): Promise<SlackPeer> {
  const botToken = "xoxb-123456789012-abcdefghijkl";
  const channel = "C0123456789";
  const messages: SlackMessage[] = [];
  let failure: PeerAnswer | null = null;
  const peer = await startHttpPeer({
    answers: (request) => {
      const next = failure ?? answer(request, { botToken, channel, messages });
      failure = null;
      return next;
    },
  });
  return { ...peer, botToken, channel, messages, failWith: (next) => (failure = next) };
}

function answer(
  { path, headers, json: body }: PeerRequest,
  peer: Pick<SlackPeer, "botToken" | "channel" | "messages">,
): PeerAnswer {
  if (headers.authorization !== `Bearer ${peer.botToken}`) return slackError("invalid_auth");
  const call = (body ?? {}) as Call;
  if (call.channel !== peer.channel && call.channel !== "#deploys") return slackError("channel_not_found");
  const wrong = whatIsWrong(call);
  if (wrong !== null) return slackError(wrong);
  if (path === "/api/chat.postMessage") return post(call, peer);
  if (path === "/api/chat.update") return update(call, peer);
  return slackError("unknown_method");
}

function post(call: Call, { channel, messages }: Pick<SlackPeer, "channel" | "messages">): PeerAnswer {
  const { text = "", blocks = [], thread_ts: threadTs = null, reply_broadcast: isBroadcast = false } = call;
  if (threadTs !== null && !messages.some(({ ts }) => ts === threadTs)) return slackError("thread_not_found");
  const ts = `1763804467.${String(messages.length + 1).padStart(6, "0")}`;
  messages.push({ ts, text, blocks, threadTs, isBroadcast, edits: 0 });
  return json({ ok: true, channel, ts, message: { text, blocks } });
}

function update(call: Call, { channel, messages }: Pick<SlackPeer, "channel" | "messages">): PeerAnswer {
  // A name is enough to post, not to edit.
  if (call.channel !== channel) return slackError("channel_not_found");
  const message = messages.find(({ ts }) => ts === call.ts);
  if (message === undefined) return slackError("message_not_found");
  Object.assign(message, { text: call.text, blocks: call.blocks, edits: message.edits + 1 });
  return json({ ok: true, channel, ts: message.ts, text: call.text });
}

function whatIsWrong({ text = "", blocks = [] }: Call): string | null {
  if (text === "" && blocks.length === 0) return "no_text";
  if (text.length > 40_000) return "msg_too_long";
  const isOut = (some: string | undefined, max: number) =>
    some !== undefined && (some === "" || some.length > max);
  const isBad = ({ type, text: own, fields = [], elements = [] }: Block) =>
    isOut(own?.text, type === "header" ? 150 : 3000) ||
    fields.length > 10 ||
    fields.some((field) => isOut(field.text, 2000)) ||
    elements.length > 25 ||
    elements.some(({ value, url }) => isOut(value, 2000) || isOut(url, 3000));
  if (blocks.length > 50 || blocks.some(isBad)) return "invalid_blocks";
  return countTexts(blocks) > 13_200 ? "msg_blocks_too_long" : null;
}

function countTexts(blocks: Block[]): number {
  let sum = 0;
  JSON.stringify(blocks, (key, value) => {
    if (key === "text" && typeof value === "string") sum += value.length;
    return value;
  });
  return sum;
}

function json(body: object): PeerAnswer {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
