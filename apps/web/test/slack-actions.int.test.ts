/** The buttons of a Slack message, pressed in Slack: who may, what they do, and that each press counts once. */
import { createHmac, randomUUID } from "node:crypto";
import { createGuard } from "@rollcall/outbound";
import { createChannel } from "@rollcall/services/channels";
import { type HttpPeer, startHttpPeer } from "@rollcall/testing/http-peer";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, makeFixture } from "./fixtures.ts";
import { openTestWeb, signUp, systemContext, type TestWeb } from "./test-web.ts";

const signingSecret = "0123456789abcdef0123456789abcdef";

let web: TestWeb;
let slack: HttpPeer;
let ours: Fixture;
let theirs: Fixture;
let channelId: string;

beforeAll(async () => {
  web = await openTestWeb();
  web.wiring.guard = createGuard("127.0.0.0/8");
  slack = await startHttpPeer();
  const [ana, bo] = [await signUp(web, "Ana"), await signUp(web, "Bo")];
  ours = await makeFixture(web, ana.workspaceId, "checkout-api");
  theirs = await makeFixture(web, bo.workspaceId, "checkout-api");
  const channel = await createChannel(systemContext(web, ana.workspaceId), {
    kind: "slack",
    name: "#deploys",
    config: { botToken: "xoxb-123456789012-abcdef", channel: "#deploys", signingSecret },
  });
  channelId = channel.id;
});
afterAll(() => Promise.all([web.close(), slack.close()]));
beforeEach(async () => {
  await web.wiring.db.prisma.incident.updateMany({
    data: { state: "open", acknowledgedBy: null, snoozedUntil: null },
  });
});

type Press = { action?: string; subject?: object; secret?: string; at?: number; signature?: string };

/** A press as Slack posts it, signed with the app's secret. */
function press(more: Press = {}) {
  const { action = "rollcall_acknowledge", secret = signingSecret, at = Date.now() } = more;
  const answerPath = `/actions/T1/${randomUUID()}`;
  const payload = {
    type: "block_actions",
    user: { id: "U1", username: "ana" },
    message: { ts: "1763804467.000001" },
    response_url: `${slack.url}${answerPath}`,
    actions: [
      {
        action_id: action,
        value: JSON.stringify({ channelId, incidentId: ours.incident, ...more.subject }),
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(at / 1000));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": more.signature ?? signature,
  };
  return { body, headers, answerPath };
}

const post = ({ body, headers }: ReturnType<typeof press>) =>
  web.api.request("/api/slack/actions", { method: "POST", body, headers });
const incident = (id = ours.incident) => web.wiring.db.prisma.incident.findUniqueOrThrow({ where: { id } });
const said = async ({ answerPath }: ReturnType<typeof press>) =>
  (await slack.waitForRequest("the answer in Slack", ({ path }) => path === answerPath)).json;

describe("a pressed button", () => {
  it("acknowledges, which is told to all who were told of the problem", async () => {
    expect((await post(press())).status).toBe(200);
    expect(await incident()).toMatchObject({ state: "acknowledged", acknowledgedBy: "ana in Slack" });
    const { notice } = await web.wiring.db.prisma.outbox.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(notice).toMatchObject({ type: "incident.acknowledged", actor: "ana in Slack" });
  });

  it("snoozes for an hour, and says so in the message's thread", async () => {
    const pressed = press({ action: "rollcall_snooze" });
    expect((await post(pressed)).status).toBe(200);
    expect(await said(pressed)).toEqual({
      text: "Snoozed for 60 min by ana in Slack.",
      replace_original: false,
      response_type: "in_channel",
      thread_ts: "1763804467.000001",
    });
    const { snoozedUntil } = await incident();
    expect(snoozedUntil?.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
  });

  it("accepts a rollback: what serves is expected from now on", async () => {
    const subject = { deployId: ours.deploy, identity: "1.41.3" };
    const pressed = press({ action: "rollcall_accept", subject });
    expect((await post(pressed)).status).toBe(200);
    expect(await said(pressed)).toMatchObject({
      text: "1.41.3 is expected from now on, accepted by ana in Slack.",
    });
    const { prisma } = web.wiring.db;
    expect(await prisma.deploy.findUniqueOrThrow({ where: { id: ours.deploy } })).toMatchObject({
      state: "superseded",
    });
    expect(await prisma.deploy.count({ where: { version: "1.41.3" } })).toBe(1);
  });

  it("tells only who pressed when there is nothing to do any more", async () => {
    await web.wiring.db.prisma.incident.updateMany({ data: { state: "resolved" } });
    const pressed = press();
    expect((await post(pressed)).status).toBe(200);
    expect(await said(pressed)).toMatchObject({
      response_type: "ephemeral",
      text: expect.stringContaining("already resolved"),
    });
  });

  it("does nothing once the channel is switched off, and tells only who pressed", async () => {
    const { prisma } = web.wiring.db;
    const where = { id: channelId };
    await prisma.channel.update({ where, data: { enabled: false } });
    const pressed = press();
    expect((await post(pressed)).status).toBe(200);
    await prisma.channel.update({ where, data: { enabled: true } });
    expect(await said(pressed)).toMatchObject({
      response_type: "ephemeral",
      text: expect.stringContaining("switched off in Rollcall"),
    });
    expect(await incident()).toMatchObject({ state: "open", acknowledgedBy: null });
  });

  it("counts once, however often the same request comes", async () => {
    const pressed = press({ action: "rollcall_snooze" });
    const statuses = await Promise.all([post(pressed), post(pressed), post(pressed)]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it.each([
    { name: "another secret", more: { secret: "f".repeat(32) } },
    { name: "a signature of six minutes ago", more: { at: Date.now() - 6 * 60_000 } },
    { name: "no signature", more: { signature: "" } },
    { name: "a channel that does not exist", more: { subject: { channelId: "chn_none" } } },
  ])("is refused with $name", async ({ more }) => {
    const pressed = press(more);
    expect((await post(pressed)).status).toBe(401);
    expect(await incident()).toMatchObject({ state: "open" });
    expect(slack.requests.filter(({ path }) => path === pressed.answerPath)).toEqual([]);
  });

  it("reaches no incident of another workspace", async () => {
    const pressed = press({ subject: { incidentId: theirs.incident } });
    expect((await post(pressed)).status).toBe(200);
    expect(await said(pressed)).toMatchObject({ response_type: "ephemeral" });
    expect(await incident(theirs.incident)).toMatchObject({ state: "open" });
  });

  it.each([
    { name: "is a link", more: { action: "open_the_rollout" } },
    { name: "names what is no id", more: { subject: { channelId: "\u0000" } } },
  ])("is nothing to us when it $name", async ({ more }) => {
    const pressed = press(more);
    expect((await post(pressed)).status).toBe(200);
    expect(await incident()).toMatchObject({ state: "open" });
  });

  it("is put off when too many come from one address", async () => {
    let status = 0;
    while (status !== 429)
      status = (await web.api.request("/api/slack/actions", { method: "POST", body: "" })).status;
    expect((await post(press())).status).toBe(429);
    expect(await incident()).toMatchObject({ state: "open" });
  });
});
