/** What is different on an instance whose sign-up is open to strangers. */

import type { ChannelWire } from "@rollcall/domain/wire";
import { claimDeliveries, fanOutOutbox } from "@rollcall/services/delivery";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baseUrl, callApi, mintToken, openTestWeb, signUp, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let token: string;
let workspaceId: string;
beforeAll(async () => {
  web = await openTestWeb({ ROLLCALL_PLAN: "free" });
  const ana = await signUp(web, "Ana");
  workspaceId = ana.workspaceId;
  token = await mintToken(web, workspaceId, "full");
});
afterAll(() => web.close());

const makeChannel = (to: string[], by = token) =>
  callApi<ChannelWire>(web, by, "POST", "/channels", { kind: "email", name: "ops", config: { to } });
const linkTo = (email: string) => {
  const mail = web.mails.findLast(({ to }) => to === email);
  return mail?.lines.find((line) => line.startsWith("http"))?.slice(baseUrl.length) ?? "";
};
const confirm = (link: string) =>
  web.api.request("/confirm-address", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "60" },
    body: new URLSearchParams({ token: new URL(link, baseUrl).searchParams.get("token") ?? "" }),
  });

/** Whom a test of this channel is sent to. */
async function recipients(channelId: string): Promise<string[]> {
  const { db, sealer, now, baseUrl, log } = web.wiring;
  const { prisma } = db;
  const tested = callApi(web, token, "POST", `/channels/${channelId}/test`);
  await waitUntil("the notice", () => prisma.outbox.findFirst({ where: { channelId, fannedOutAt: null } }));
  await fanOutOutbox({ db, now });
  const claimed = await claimDeliveries(
    { db, now, sealer, baseUrl, log },
    { limit: 10, slowLimit: 0, claimMs: 60_000 },
  );
  await prisma.delivery.updateMany({ where: { channelId, state: "pending" }, data: { state: "sent" } });
  await tested;
  return claimed.flatMap(({ config }) => ("to" in config ? config.to : []));
}

describe("a workspace of a stranger", () => {
  it("has the plan of the instance", async () => {
    const { plan } = await web.wiring.db.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    expect(plan).toBe("free");
  });

  it("writes to an address only after it has said yes, and following the link is not yet a yes", async () => {
    const { json } = await makeChannel(["Ops@Example.com"]);
    expect(json.unconfirmed).toEqual(["Ops@Example.com"]);
    expect(await recipients(json.id)).toEqual([]);

    const link = linkTo("ops@example.com");
    const page = await (await web.api.request(link)).text();
    expect(page).toContain("Yes, send them");
    expect(await recipients(json.id)).toEqual([]);

    expect((await confirm(link)).status).toBe(200);
    expect(await recipients(json.id)).toEqual(["Ops@Example.com"]);
    const read = await callApi<ChannelWire>(web, token, "GET", `/channels/${json.id}`);
    expect(read.json.unconfirmed).toBeUndefined();
  });

  it("asks an address once an hour at most, and in its own workspace only", async () => {
    const before = () => web.mails.filter(({ to }) => to === "team@example.com").length;
    await makeChannel(["team@example.com"]);
    await makeChannel(["team@example.com"]);
    expect(before()).toBe(1);
    const bo = await signUp(web, "Bo");
    const theirs = await makeChannel(["ops@example.com"], await mintToken(web, bo.workspaceId, "full"));
    expect(theirs.json.unconfirmed).toEqual(["ops@example.com"]);
  });

  it("asks no more than a score of strangers a day", async () => {
    const cem = await signUp(web, "Cem");
    const theirs = await mintToken(web, cem.workspaceId, "full");
    const many = (name: string) => Array.from({ length: 15 }, (_, i) => `${name}${i}@example.com`);
    expect((await makeChannel(many("a"), theirs)).status).toBe(201);
    const refused = await makeChannel(many("b"), theirs);
    expect(refused.status).toBe(402);
    expect(web.mails.some(({ to }) => to.startsWith("b"))).toBe(false);
  });

  it.each(["", "nothing", "x".repeat(5000)])("knows no link with another token", async (unknown) => {
    expect((await web.api.request(`/confirm-address?token=${unknown}`)).status).toBe(404);
    expect((await confirm(`/confirm-address?token=${unknown}`)).status).toBe(404);
  });
});

it("nobody is asked on an instance of one's own", async () => {
  const own = await openTestWeb();
  const dia = await signUp(own, "Dia");
  const made = await callApi<ChannelWire>(
    own,
    await mintToken(own, dia.workspaceId, "full"),
    "POST",
    "/channels",
    {
      kind: "email",
      name: "ops",
      config: { to: ["anybody@example.com"] },
    },
  );
  expect(made.json.unconfirmed).toBeUndefined();
  expect(own.mails).toEqual([]);
  await own.close();
});
