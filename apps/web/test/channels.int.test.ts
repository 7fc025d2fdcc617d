/** Channels and their test through the API. */
import { openChannelConfig } from "@rollcall/services/channels";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callApi, mintToken, openTestWeb, signUp, type TestPerson, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let ana: TestPerson;
let token: string;
beforeAll(async () => {
  web = await openTestWeb();
  ana = await signUp(web, "Ana");
  token = await mintToken(web, ana.workspaceId, "full");
});
afterAll(() => web.close());

const call = <T>(method: string, path: string, body?: unknown, by = token) =>
  callApi<T>(web, by, method, path, body);
type Made = { id: string };
type Refused = { detail: string; errors: { pointer: string; detail: string }[] };

const readRow = (id: string) => web.wiring.db.prisma.channel.findUniqueOrThrow({ where: { id } });
const openRow = async (id: string) => openChannelConfig(web.wiring.sealer, await readRow(id));

describe("a channel", () => {
  const webhookUrl = "https://hooks.slack.com/services/T000/B000/abcdefghijkl";

  it("shows of a Slack webhook only where it is and how it ends", async () => {
    const made = await call<Made>("POST", "/channels", {
      kind: "slack",
      name: "alerts",
      config: { webhookUrl },
    });
    expect(made.json).toMatchObject({ config: { webhookUrl: "hooks.slack.com/…ijkl" }, lastDelivery: null });
    const row = await web.wiring.db.prisma.channel.findUniqueOrThrow({ where: { id: made.json.id } });
    expect(JSON.stringify(row)).not.toContain("abcdefgh");
    expect(openChannelConfig(web.wiring.sealer, row)).toEqual({ webhookUrl });
    expect(() => openChannelConfig(web.wiring.sealer, { ...row, id: "chn_other" })).toThrow();
  });

  it.each([
    "https://hooks.example.com/services/T000/B000/x",
    "http://hooks.slack.com/services/T000/B000/x",
    "https://hooks.slack.com.example.com/x",
    "https://127.0.0.1/x",
  ])("is not made for a server that is not Slack's: %s", async (url) => {
    const body = { kind: "slack", name: "elsewhere", config: { webhookUrl: url } };
    const refused = await call<Refused>("POST", "/channels", body);
    expect([refused.status, refused.json.errors[0]?.pointer]).toEqual([422, "#/config/webhookUrl"]);
  });

  it("keeps its kind when its config is replaced", async () => {
    const made = await call<Made>("POST", "/channels", {
      kind: "slack",
      name: "alerts",
      config: { webhookUrl },
    });
    const path = `/channels/${made.json.id}`;
    const mixed = await call<Refused>("PATCH", path, { config: { to: ["ops@example.com"] } });
    expect(mixed.status).toBe(422);
    expect(mixed.json.errors.map(({ pointer }) => pointer)).toContain("#/config/webhookUrl");
    const other = "https://hooks.slack.com/services/T000/B000/mnopqrstuvwx";
    const moved = await call("PATCH", path, { config: { webhookUrl: other }, minSeverity: "critical" });
    expect(moved.json).toMatchObject({
      config: { webhookUrl: "hooks.slack.com/…uvwx" },
      minSeverity: "critical",
    });
    const filter = { name: "renamed", services: ["web"], environments: ["production"] };
    expect((await call("PATCH", path, filter)).json).toMatchObject({
      name: "renamed",
      sentence: "Tell renamed when production of web is in critical trouble.",
      config: { webhookUrl: "hooks.slack.com/…uvwx" },
    });
  });

  it("signs a webhook with a secret that is shown once, and not kept in clear", async () => {
    const made = await call<Made & { secret: string }>("POST", "/channels", {
      kind: "webhook",
      name: "ours",
      config: { url: "https://example.com/hooks/rollcall" },
    });
    const { id, secret } = made.json;
    expect(made.json).toMatchObject({ config: { url: "example.com/…call" } });
    expect(secret).toMatch(/^whsec_/);
    expect(JSON.stringify((await call("GET", `/channels/${id}`)).json)).not.toContain(secret);
    expect(JSON.stringify(await readRow(id))).not.toContain(secret);
    expect(await openRow(id)).toEqual({ url: "https://example.com/hooks/rollcall", secret });
  });

  it("keeps a webhook's secret when only its URL is replaced, and its own when one is given", async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const made = await call<Made>("POST", "/channels", {
      kind: "webhook",
      name: "ours",
      config: { url: "https://example.com/a", secret },
    });
    expect(made.json).not.toHaveProperty("secret");
    const url = "https://example.com/b";
    const moved = await call("PATCH", `/channels/${made.json.id}`, { config: { url } });
    expect(moved.json).not.toHaveProperty("secret");
    expect(await openRow(made.json.id)).toEqual({ url, secret });
  });

  it("rotates a webhook's secret, and signs with the one before for a while", async () => {
    const made = await call<Made & { secret: string }>("POST", "/channels", {
      kind: "webhook",
      name: "ours",
      config: { url: "https://example.com/a" },
    });
    const path = `/channels/${made.json.id}/rotate-secret`;
    const rotated = await call<Made & { secret: string }>("POST", path, { overlapHours: 2 });
    expect(rotated.json.secret).not.toBe(made.json.secret);
    const until = expect.any(String);
    expect(rotated.json).toMatchObject({ config: { previousSecretUntil: until } });
    expect(await openRow(made.json.id)).toEqual({
      url: "https://example.com/a",
      secret: rotated.json.secret,
      previous: { secret: made.json.secret, until },
    });
    for (let i = 0; i < 4; i++) await call("POST", path, {});
    expect(await call("POST", path, {})).toMatchObject({
      status: 409,
      json: { detail: expect.stringMatching(/^Five former secrets still sign/) },
    });
    const atOnce = await call<{ secret: string }>("POST", path, { overlapHours: 0 });
    expect(await openRow(made.json.id)).toEqual({
      url: "https://example.com/a",
      secret: atOnce.json.secret,
    });
  });

  it("has no secret to rotate unless it is a webhook", async () => {
    const made = await call<Made>("POST", "/channels", {
      kind: "slack",
      name: "alerts",
      config: { webhookUrl },
    });
    expect((await call("POST", `/channels/${made.json.id}/rotate-secret`, {})).status).toBe(409);
  });

  it("keeps PagerDuty's key when only the region is replaced", async () => {
    const routingKey = "0123456789abcdef0123456789abcdef";
    const made = await call<Made>("POST", "/channels", {
      kind: "pagerduty",
      name: "on call",
      config: { routingKey },
    });
    expect(made.json).toMatchObject({ config: { routingKey: "…cdef", region: "us" } });
    await call("PATCH", `/channels/${made.json.id}`, { config: { region: "eu" } });
    expect(await openRow(made.json.id)).toEqual({ routingKey, region: "eu" });
  });

  it("keeps a Slack app's secrets when only its channel is replaced, and none as a webhook", async () => {
    const config = { botToken: "xoxb-123456789012-abcdef", channel: "#ops", signingSecret: "0".repeat(32) };
    const made = await call<Made>("POST", "/channels", { kind: "slack", name: "app", config });
    expect(made.json).toMatchObject({
      config: { botToken: "…cdef", channel: "#ops", signingSecret: "…0000" },
    });
    const path = `/channels/${made.json.id}`;
    await call("PATCH", path, { config: { channel: "#deploys" } });
    expect(await openRow(made.json.id)).toEqual({ ...config, channel: "#deploys" });
    await call("PATCH", path, { config: { webhookUrl } });
    expect(await openRow(made.json.id)).toEqual({ webhookUrl });
  });

  it("leaves no thread in a Slack channel that it has left", async () => {
    const config = { botToken: "xoxb-123456789012-abcdef", channel: "#public" };
    const made = await call<Made>("POST", "/channels", { kind: "slack", name: "app", config });
    const { channelThread } = web.wiring.db.prisma;
    const channelId = made.json.id;
    const kept = { kept: { channel: "C1", ts: "1.1" }, updatedAt: new Date() };
    await channelThread.create({
      data: { workspaceId: ana.workspaceId, channelId, threadKey: "inc_1", ...kept },
    });
    const patch = (more: object) => call("PATCH", `/channels/${channelId}`, { config: more });
    await patch({ channel: "#public", signingSecret: "0".repeat(32) });
    expect(await channelThread.count({ where: { channelId } })).toBe(1);
    await patch({ channel: "#private" });
    expect(await channelThread.count({ where: { channelId } })).toBe(0);
  });

  it.each([
    { kind: "slack", config: { botToken: "xoxp-1", channel: "#x" }, pointer: "#/config/botToken" },
    {
      kind: "slack",
      config: { botToken: "xoxb-123456789012-abcdef", channel: "" },
      pointer: "#/config/channel",
    },
    { kind: "teams", config: { webhookUrl: "https://example.com/x" }, pointer: "#/config/webhookUrl" },
    {
      kind: "discord",
      config: { webhookUrl: "https://discord.com.example/x" },
      pointer: "#/config/webhookUrl",
    },
    { kind: "pagerduty", config: { routingKey: "short" }, pointer: "#/config/routingKey" },
    { kind: "webhook", config: { url: "ftp://example.com" }, pointer: "#/config/url" },
    { kind: "webhook", config: { url: "https://x.io", secret: "whsec_short" }, pointer: "#/config/secret" },
  ])("says at which field a $kind channel is wrong: $pointer", async ({ kind, config, pointer }) => {
    const refused = await call<Refused>("POST", "/channels", { kind, name: "new", config });
    expect([refused.status, refused.json.errors.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  it("is tested through the outbox, by a notice that says it is a sample", async () => {
    const made = await call<Made>("POST", "/channels", {
      kind: "email",
      name: "mail",
      config: { to: ["a@example.com"] },
    });
    const { prisma } = web.wiring.db;
    const testing = call<{ delivery: unknown }>("POST", `/channels/${made.json.id}/test`);
    const outbox = await waitUntil("the notice", () =>
      prisma.outbox.findFirst({ where: { channelId: made.json.id, fannedOutAt: null } }),
    );
    expect(outbox.notice).toMatchObject({ type: "channel.test", sample: true });
    await prisma.delivery.create({
      data: {
        id: "dlv_test",
        workspaceId: ana.workspaceId,
        outboxId: outbox.id,
        channelId: made.json.id,
        state: "sent",
        attempts: 1,
        sentAt: new Date(),
      },
    });
    expect((await testing).json).toMatchObject({
      delivery: { id: "dlv_test", state: "sent", notice: "channel.test" },
    });
    expect((await call("GET", `/channels/${made.json.id}`)).json).toMatchObject({
      lastDelivery: { id: "dlv_test" },
    });
  });

  it("is gone once deleted", async () => {
    const made = await call<Made>("POST", "/channels", {
      kind: "slack",
      name: "old",
      config: { webhookUrl },
    });
    expect((await call("DELETE", `/channels/${made.json.id}`)).status).toBe(204);
    expect((await call("GET", `/channels/${made.json.id}`)).status).toBe(404);
    expect(JSON.stringify((await call("GET", "/channels")).json)).not.toContain(made.json.id);
  });
});
