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
    expect((await call("PATCH", path, { name: "renamed" })).json).toMatchObject({
      name: "renamed",
      config: { webhookUrl: "hooks.slack.com/…uvwx" },
    });
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
