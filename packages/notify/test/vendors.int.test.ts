/** Each sender against a peer that behaves as the vendor's documentation says, with its errors and limits. */
import { createGuard } from "@rollcall/outbound";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import {
  type DiscordPeer,
  type PagerdutyPeer,
  startDiscordPeer,
  startPagerdutyPeer,
  startTeamsPeer,
  type TeamsPeer,
} from "@rollcall/testing/vendors";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSenders } from "../src/index.ts";
import { arbitraryNotice } from "./arbitrary-notice.ts";
import { notices } from "./every-notice.ts";
import { makeNotice } from "./make-notice.ts";

const guard = createGuard("127.0.0.0/8");
const live = makeNotice({ type: "rollout.live", tone: "info", severity: null, incidentId: null });
const recovered = makeNotice({ type: "rollout.recovered", tone: "recovery", severity: null });
const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`;

let discord: DiscordPeer;
let teams: TeamsPeer;
let pagerduty: PagerdutyPeer;
let receiver: HttpPeer;
let senders: ReturnType<typeof createSenders>;

beforeAll(async () => {
  [discord, teams, pagerduty, receiver] = await Promise.all([
    startDiscordPeer(),
    startTeamsPeer(),
    startPagerdutyPeer(),
    startHttpPeer(),
  ]);
  const origins = { pagerduty: pagerduty.url };
  senders = createSenders({ smtpUrl: null, mailFrom: "rollcall@example.com", guard, origins });
});
afterAll(() => Promise.all([discord, teams, pagerduty, receiver].map((peer) => peer.close())));
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answerWith({ status: 204 });
});

const toWebhook = (more: { secret?: string; previous?: { secret: string; until: string } } = {}) =>
  senders.webhook.send({
    config: { url: `${receiver.url}/hook`, secret: secretOf(1), ...more },
    notice: makeNotice(),
    deliveryId: "dlv_1",
  });
const toPagerduty = (notice = makeNotice(), routingKey = pagerduty.routingKey) =>
  senders.pagerduty.send({ config: { routingKey, region: "us" }, notice, deliveryId: "dlv_1" });
const toDiscord = (notice = makeNotice(), webhookUrl = discord.webhookUrl) =>
  senders.discord.send({ config: { webhookUrl }, notice, deliveryId: "dlv_1" });
const toTeams = (notice = makeNotice(), webhookUrl = teams.webhookUrl) =>
  senders.teams.send({ config: { webhookUrl }, notice, deliveryId: "dlv_1" });

describe("the webhook sender", () => {
  const verify = (secret: string) => {
    const { text = "", headers = {} } = receiver.requests.at(-1) ?? {};
    return new Webhook(secret).verify(text, headers);
  };

  it("posts an event that the receiver's library verifies", async () => {
    expect(await toWebhook()).toEqual({
      kind: "sent",
      detail: "The webhook answered 204",
      answer: "204",
    });
    expect(verify(secretOf(1))).toMatchObject({
      type: "rollout.stuck",
      timestamp: "2026-11-22T09:41:07.000Z",
      data: { service: "checkout-api", severity: "warning", incidentId: "inc_1" },
    });
    expect(() => verify(secretOf(2))).toThrow();
  });

  it("keeps its id over attempts, so that a receiver can tell a repeat", async () => {
    receiver.answerWith({ status: 500 });
    await toWebhook();
    await toWebhook();
    expect(receiver.requests.map(({ headers }) => headers["webhook-id"])).toEqual(["dlv_1", "dlv_1"]);
  });

  it("signs with the previous secret too until the overlap ends", async () => {
    const until = (ms: number) => new Date(Date.now() + ms).toISOString();
    await toWebhook({ secret: secretOf(2), previous: { secret: secretOf(1), until: until(60_000) } });
    expect([verify(secretOf(1)), verify(secretOf(2))]).toEqual([expect.anything(), expect.anything()]);
    await toWebhook({ secret: secretOf(2), previous: { secret: secretOf(1), until: until(-1) } });
    expect(() => verify(secretOf(1))).toThrow();
    expect(verify(secretOf(2))).toBeDefined();
  });

  it.each([
    { status: 410, kind: "refused", isChannelGone: true },
    { status: 400, kind: "retry" },
    { status: 404, kind: "retry" },
    { status: 302, kind: "retry" },
    { status: 503, kind: "retry" },
  ])("$status: $kind", async ({ status, ...expected }) => {
    receiver.answerWith({ status, headers: { location: "/elsewhere" } });
    expect(await toWebhook()).toMatchObject(expected);
    expect(receiver.requests).toHaveLength(1);
  });

  it("waits as long as the receiver asks", async () => {
    receiver.answerWith({ status: 429, headers: { "retry-after": "90" } });
    expect(await toWebhook()).toMatchObject({ kind: "retry", retryAfterMs: 90_000 });
  });

  it("does not post to an address inside", async () => {
    const closed = createSenders({ smtpUrl: null, mailFrom: "r@example.com", guard: createGuard("") });
    const config = { url: `${receiver.url}/hook`, secret: secretOf(1) };
    const sending = { config, notice: makeNotice(), deliveryId: "dlv_1" };
    expect(await closed.webhook.send(sending)).toMatchObject({ kind: "refused" });
    expect(receiver.requests).toEqual([]);
  });
});

describe("the PagerDuty sender", () => {
  it("opens one alert for an incident however often it is told, and resolves it", async () => {
    expect(await toPagerduty()).toMatchObject({ kind: "sent", answer: "202" });
    await toPagerduty(makeNotice({ type: "rollout.degraded", severity: "critical" }));
    expect([...pagerduty.alerts]).toEqual([["rollcall:inc_1", { status: "triggered", triggers: 2 }]]);
    expect(await toPagerduty(recovered)).toMatchObject({ kind: "sent" });
    expect(pagerduty.alerts.get("rollcall:inc_1")?.status).toBe("resolved");
  });

  it("acknowledges the alert when somebody takes the incident on", async () => {
    const incident = { incidentId: "inc_2", threadKey: "inc_2" };
    await toPagerduty(makeNotice(incident));
    await toPagerduty(makeNotice({ ...incident, type: "incident.acknowledged", tone: "note" }));
    expect(pagerduty.alerts.get("rollcall:inc_2")?.status).toBe("acknowledged");
  });

  it("leaves no alert open after a test", async () => {
    await toPagerduty(makeNotice({ type: "channel.test", sample: true, incidentId: null, threadKey: "t" }));
    expect(pagerduty.alerts.get("rollcall:t")).toEqual({ status: "resolved", triggers: 1 });
  });

  it("tells a live deploy as a change, which wakes nobody", async () => {
    expect(await toPagerduty(live)).toMatchObject({ kind: "sent" });
    expect(pagerduty.changes).toEqual(["[production] checkout-api 1.42.0: live"]);
  });

  it("gives the channel up when its key belongs to nothing", async () => {
    expect(await toPagerduty(makeNotice(), "f".repeat(32))).toEqual({
      kind: "refused",
      error: "PagerDuty answered 400 Invalid routing key",
      isChannelGone: true,
    });
  });
});

it("keeps a vendor's channel whose message something on the way refused", async () => {
  receiver.answerWith({ status: 403, body: "error code: 1015" });
  const origins = { pagerduty: receiver.url };
  const { pagerduty: behindEdge } = createSenders({ smtpUrl: null, mailFrom: "", guard, origins });
  const config = { routingKey: pagerduty.routingKey, region: "us" };
  expect(await behindEdge.send({ config, notice: makeNotice(), deliveryId: "dlv_1" })).toEqual({
    kind: "retry",
    error: "PagerDuty answered 403",
  });
  expect(await toDiscord(makeNotice(), `${receiver.url}/api/webhooks/1/a`)).toEqual({
    kind: "retry",
    error: "Discord answered 403",
  });
});

describe("the Discord sender", () => {
  it("posts a message that Discord takes", async () => {
    expect(await toDiscord()).toMatchObject({ kind: "sent", answer: "200" });
  });

  it("gives a deleted webhook up, without telling its address", async () => {
    const result = await toDiscord(makeNotice(), `${discord.url}/api/webhooks/1/gone`);
    expect(result).toEqual({
      kind: "refused",
      error: "Discord answered 404 Unknown Webhook",
      isChannelGone: true,
    });
  });

  it("waits as long as Discord asks, to the millisecond", async () => {
    const limited = await startHttpPeer({
      answers: {
        status: 429,
        headers: { "retry-after": "1.234" },
        body: JSON.stringify({ message: "You are being rate limited.", retry_after: 1.234, global: false }),
      },
    });
    expect(await toDiscord(makeNotice(), `${limited.url}/api/webhooks/1/x`)).toMatchObject({
      kind: "retry",
      error: "Discord answered 429 You are being rate limited.",
      retryAfterMs: 1234,
    });
    await limited.close();
  });

  it("posts to no public server but Discord's, unless the operator named its address", async () => {
    expect(await toDiscord(makeNotice(), "http://8.8.8.8/api/webhooks/1/x")).toMatchObject({
      kind: "refused",
      error: expect.stringContaining("https://discord.com/api/webhooks/"),
    });
  });
});

describe("the Teams sender", () => {
  it("posts a card that a workflow takes", async () => {
    expect(await toTeams()).toMatchObject({ kind: "sent", answer: "202" });
  });

  it.each([
    { name: "a deleted workflow", path: "/workflows/gone", error: "Teams answered 404 WorkflowNotFound" },
    {
      name: "an address without its signature",
      path: "/workflows/0a1b2c/triggers/manual/paths/invoke",
      error: "Teams answered 401 DirectApiAuthorizationRequired",
    },
  ])("gives the channel up for $name", async ({ path, error }) => {
    expect(await toTeams(makeNotice(), `${teams.url}${path}`)).toEqual({
      kind: "refused",
      error,
      isChannelGone: true,
    });
  });
});

describe("every kind of notice, and any that somebody means harm with", () => {
  it.each(notices)("is taken by every vendor: $notice.type", async ({ notice }) => {
    const results = await Promise.all([toDiscord(notice), toTeams(notice), toPagerduty(notice)]);
    expect(results.map(({ kind }) => kind)).toEqual(["sent", "sent", "sent"]);
  });

  it("is taken by every vendor, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryNotice, async (notice) => {
        const results = await Promise.all([toDiscord(notice), toTeams(notice), toPagerduty(notice)]);
        expect(results.filter(({ kind }) => kind !== "sent")).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
