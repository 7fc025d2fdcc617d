/** A Slack app against a peer that behaves as Slack's Web API is documented, with its errors and limits. */
import type { Notice } from "@rollcall/domain/notice";
import { createGuard } from "@rollcall/outbound";
import { type SlackPeer, slackError, startSlackPeer } from "@rollcall/testing/vendors";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSenders, type SendResult } from "../src/index.ts";
import { arbitraryNotice } from "./arbitrary-notice.ts";
import { notices } from "./every-notice.ts";
import { makeNotice } from "./make-notice.ts";

let slack: SlackPeer;
beforeAll(async () => {
  slack = await startSlackPeer();
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.messages.length = 0;
});

const signingSecret = "0123456789abcdef0123456789abcdef";

function send(notice: Notice, thread: unknown = null, more: object = {}): Promise<SendResult> {
  const senders = createSenders({
    smtpUrl: null,
    mailFrom: "rollcall@example.com",
    guard: createGuard("127.0.0.0/8"),
    origins: { slack: slack.url },
  });
  const config = { botToken: slack.botToken, channel: "#deploys", signingSecret, ...more };
  return senders.slack.send({ config, notice, deliveryId: "dlv_1", channelId: "chn_1", thread });
}

/** Sends notices of one thread one after the other, each with what the one before gave to keep. */
async function tell(...story: Notice[]): Promise<SendResult> {
  let thread: unknown = null;
  let result: SendResult = { kind: "refused", error: "nothing was told" };
  for (const notice of story) {
    result = await send(notice, thread);
    if (result.kind === "sent" && result.thread !== undefined) thread = result.thread;
  }
  return result;
}

const stuck = makeNotice();
const degraded = makeNotice({ type: "rollout.degraded", severity: "critical" });
const recovered = makeNotice({ type: "rollout.recovered", tone: "recovery", severity: null });
const buttonsOf = (index: number) =>
  slack.messages[index]?.blocks.flatMap(({ type, elements = [] }) =>
    type === "actions" ? elements.filter(({ value }) => value !== undefined) : [],
  ) ?? [];

describe("the Slack app", () => {
  it("keeps one message a rollout up to date, and says what is new in its thread", async () => {
    expect(await tell(stuck, degraded, recovered)).toMatchObject({ kind: "sent" });
    const [root, ...replies] = slack.messages;
    expect(root).toMatchObject({ threadTs: null, edits: 2, text: expect.stringContaining("recovered") });
    expect(replies.map(({ threadTs, isBroadcast }) => [threadTs, isBroadcast])).toEqual([
      [root?.ts, true],
      [root?.ts, false],
    ]);
  });

  it("says in the thread who is on it, and leaves the message as it is", async () => {
    const note = makeNotice({ type: "incident.acknowledged", tone: "note", actor: "Ana" });
    await tell(stuck, note);
    expect(slack.messages).toMatchObject([
      { edits: 0, text: expect.stringContaining("stuck") },
      { threadTs: slack.messages[0]?.ts, isBroadcast: false, text: expect.stringContaining("by Ana") },
    ]);
    slack.messages.length = 0;
    expect(await tell(note)).toMatchObject({ kind: "sent" });
    expect(slack.messages).toEqual([]);
  });

  it("gives the message's name to keep, by the channel's id", async () => {
    expect(await send(stuck)).toMatchObject({
      kind: "sent",
      thread: { channel: slack.channel, ts: slack.messages[0]?.ts },
    });
  });

  it("begins anew when somebody has deleted the message", async () => {
    const first = await send(stuck);
    slack.messages.length = 0;
    const again = await send(degraded, first.kind === "sent" ? first.thread : null);
    expect(again).toMatchObject({ kind: "sent", thread: { ts: slack.messages[0]?.ts } });
    expect(slack.messages).toMatchObject([{ threadTs: null }]);
  });

  it("still says what is new where nobody may edit", async () => {
    const first = await send(stuck);
    slack.failWith(slackError("edit_window_closed"));
    expect(await send(degraded, first.kind === "sent" ? first.thread : null)).toMatchObject({ kind: "sent" });
    expect(slack.messages.map(({ edits }) => edits)).toEqual([0, 0]);
  });

  it("says nothing twice when the edit has to be repeated", async () => {
    const first = await send(stuck);
    const thread = first.kind === "sent" ? first.thread : null;
    slack.failWith({ status: 500 });
    expect(await send(degraded, thread)).toMatchObject({ kind: "retry" });
    expect(await send(degraded, thread)).toMatchObject({ kind: "sent" });
    expect(slack.messages).toHaveLength(2);
  });

  it("has buttons while there is something to do, and none afterwards", async () => {
    await tell(stuck);
    expect(buttonsOf(0)).toMatchObject([
      { action_id: "rollcall_acknowledge" },
      { action_id: "rollcall_snooze" },
    ]);
    expect(JSON.parse(buttonsOf(0)[0]?.value ?? "")).toEqual({ channelId: "chn_1", incidentId: "inc_1" });
    slack.messages.length = 0;
    await tell(stuck, recovered);
    expect(buttonsOf(0)).toEqual([]);
  });

  it("offers to accept a rollback that nobody announced", async () => {
    await tell(makeNotice({ type: "rollout.rolled_back", serving: "1.41.3" }));
    expect(JSON.parse(buttonsOf(0).at(-1)?.value ?? "")).toMatchObject({
      deployId: "dep_1",
      identity: "1.41.3",
    });
  });

  it("leaves out a button whose value Slack would refuse, and keeps the message", async () => {
    const back = makeNotice({ type: "rollout.rolled_back", serving: "v".repeat(2000) });
    expect(await send(back)).toMatchObject({ kind: "sent" });
    expect(buttonsOf(0)).toHaveLength(2);
  });

  it("has no buttons without the secret by which they are verified", async () => {
    await send(stuck, null, { signingSecret: undefined });
    expect(buttonsOf(0)).toEqual([]);
  });

  it.each([
    { word: "invalid_auth", expected: { kind: "refused", isChannelGone: true } },
    { word: "channel_not_found", expected: { kind: "refused", isChannelGone: true } },
    { word: "is_archived", expected: { kind: "refused", isChannelGone: true } },
    { word: "msg_too_long", expected: { kind: "refused" } },
    { word: "internal_error", expected: { kind: "retry" } },
  ])("$word: $expected.kind", async ({ word, expected }) => {
    slack.failWith(slackError(word));
    const result = await send(stuck);
    expect(result).toEqual({ ...expected, error: `Slack answered ${word}` });
  });

  it("gives the channel up when its token is not one of Slack's", async () => {
    expect(await send(stuck, null, { botToken: "xoxb-000000000000-wrong" })).toMatchObject({
      kind: "refused",
      isChannelGone: true,
    });
  });

  it("keeps a channel whose message something on the way refused", async () => {
    slack.failWith({ status: 403, body: "<html>blocked</html>" });
    expect(await send(stuck)).toEqual({ kind: "retry", error: "Slack answered 403" });
  });

  it("waits as long as Slack asks", async () => {
    slack.failWith({ status: 429, headers: { "retry-after": "30" } });
    expect(await send(stuck)).toMatchObject({ kind: "retry", retryAfterMs: 30_000 });
  });

  it.each(notices)("is taken by Slack as a message and as a reply: $notice.type", async ({ notice }) => {
    expect(await tell(stuck, notice)).toMatchObject({ kind: "sent" });
    expect(slack.messages).toHaveLength(2);
  });

  it("is taken by Slack whatever the notice holds", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryNotice, async (notice) => {
        slack.messages.length = 0;
        expect(await tell(notice, notice)).toMatchObject({ kind: "sent" });
      }),
      { numRuns: 25 },
    );
  });
});
