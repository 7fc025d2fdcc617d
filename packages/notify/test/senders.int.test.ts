import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createGuard } from "@rollcall/outbound";
import { afterEach, describe, expect, it } from "vitest";
import { createMailer, createSenders } from "../src/index.ts";
import { makeNotice } from "./make-notice.ts";
import { smtpReply, startInbox } from "./smtp-inbox.ts";

const mailFrom = "Rollcall <alerts@rollcall.example.com>";
const loopback = createGuard("127.0.0.0/8");

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function inbox(rules: Parameters<typeof startInbox>[0] = {}) {
  const started = await startInbox(rules);
  cleanUps.push(started.close);
  return started;
}

async function endpoint(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret`;
}

function sendEmail(smtpUrl: string | null, to: string[] = ["team@example.com"], deliveryId = "dlv_1") {
  const senders = createSenders({ smtpUrl, mailFrom, guard: loopback });
  return senders.email.send({ config: { to }, notice: makeNotice(), deliveryId });
}

function sendSlack(webhookUrl: string, guard = loopback) {
  const senders = createSenders({ smtpUrl: null, mailFrom, guard });
  return senders.slack.send({ config: { webhookUrl }, notice: makeNotice(), deliveryId: "dlv_1" });
}

describe("the email sender", () => {
  it("delivers a mail with both parts, its thread and its own id", async () => {
    const box = await inbox();
    const result = await sendEmail(box.url, ["a@example.com", "b@example.com"]);
    expect(result).toMatchObject({ kind: "sent" });
    expect(box.mails).toHaveLength(1);
    const mail = box.mails[0];
    expect(mail?.from).toBe("alerts@rollcall.example.com");
    expect(mail?.to).toEqual(["a@example.com", "b@example.com"]);
    const [head = ""] = mail?.raw.split("\r\n\r\n") ?? [];
    expect(head.replace(/\r\n\s+/g, " ")).toContain(
      "Subject: [production] checkout-api 1.42.0: stuck at 62 % (eu-west 0 %)",
    );
    for (const name of ["Message-ID", "In-Reply-To", "References"])
      expect(head.match(new RegExp(`^${name}:`, "gim"))).toHaveLength(1);
    expect(head).toMatch(/^Message-ID: <[0-9a-f]{32}@rollcall\.example\.com>/im);
    expect(head).toMatch(/^Auto-Submitted: auto-generated/im);
    expect(mail?.raw).toContain("Content-Type: text/plain");
    expect(mail?.raw).toContain("Content-Type: text/html");
  });

  it("sends a repeat under the same id", async () => {
    const box = await inbox();
    await sendEmail(box.url);
    await sendEmail(box.url);
    const ids = box.mails.map(({ raw }) => /^Message-ID: (.+)$/im.exec(raw)?.[1]);
    expect(ids[0]).toBe(ids[1]);
  });

  it("keeps hostile text in its place", async () => {
    const box = await inbox();
    const senders = createSenders({ smtpUrl: box.url, mailFrom, guard: loopback });
    const notice = makeNotice({
      service: "x\r\nBcc: evil@example.com\r\n\r\nhello",
      threadKey: "a\r\nX-Evil: 1",
    });
    await senders.email.send({ config: { to: ["team@example.com"] }, notice, deliveryId: "dlv\r\n_1" });
    expect(box.mails[0]?.to).toEqual(["team@example.com"]);
    expect(box.mails[0]?.raw.split("\r\n\r\n")[0]).not.toMatch(/^(Bcc|X-Evil):/im);
  });

  it("tells of addresses that were refused among others that were not", async () => {
    const box = await inbox({
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith("gone") ? smtpReply(550, "no such user") : null),
    });
    const result = await sendEmail(box.url, ["team@example.com", "gone@example.com"]);
    expect(result).toMatchObject({
      kind: "sent",
      detail: expect.stringContaining("to 1 of 2, not to gone@example.com"),
    });
  });

  it.each([
    { name: "no such user", code: 550, kind: "refused" },
    { name: "mailbox busy", code: 450, kind: "retry" },
  ])("$name: $kind", async ({ name, code, kind }) => {
    const box = await inbox({ onRcptTo: (_, __, done) => done(smtpReply(code, name)) });
    const result = await sendEmail(box.url);
    expect(result).toMatchObject({
      kind,
      error: expect.stringContaining(`(${code})`),
      detail: expect.stringContaining(name),
    });
  });

  it("tries again when the server is away", async () => {
    const box = await startInbox();
    await box.close();
    expect(await sendEmail(box.url)).toMatchObject({ kind: "retry" });
  });

  it("says what to set where there is no server", async () => {
    expect(await sendEmail(null)).toMatchObject({
      kind: "refused",
      error: expect.stringContaining("SMTP_URL"),
    });
  });

  it("refuses a config that is none", async () => {
    const box = await inbox();
    expect(await sendEmail(box.url, ["not an address"])).toMatchObject({ kind: "refused" });
    expect(box.mails).toEqual([]);
  });
});

describe("the Slack sender", () => {
  it("posts a message that Slack can read", async () => {
    const received: { type: string | undefined; json: unknown }[] = [];
    const url = await endpoint(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({
        type: request.headers["content-type"],
        json: JSON.parse(Buffer.concat(chunks).toString()),
      });
      response.end("ok");
    });
    expect(await sendSlack(url)).toMatchObject({ kind: "sent", detail: "Slack answered 200 ok" });
    expect(received).toEqual([
      {
        type: "application/json; charset=utf-8",
        json: { text: expect.stringContaining("stuck at 62 %"), blocks: expect.any(Array) },
      },
    ]);
  });

  it("waits as long as Slack asks", async () => {
    const url = await endpoint((_, response) => response.writeHead(429, { "Retry-After": "7" }).end());
    expect(await sendSlack(url)).toMatchObject({ kind: "retry", retryAfterMs: 7000 });
  });

  it("gives a webhook up that is gone, without telling its URL", async () => {
    const url = await endpoint((_, response) => response.writeHead(404).end("no_service"));
    const result = await sendSlack(url);
    expect(result).toEqual({ kind: "refused", error: "Slack answered 404 no_service", isChannelGone: true });
  });

  it("does not follow a redirect with the message", async () => {
    let asked = 0;
    const url = await endpoint((_, response) => {
      asked += 1;
      response.writeHead(307, { Location: "/elsewhere" }).end();
    });
    expect(await sendSlack(url)).toMatchObject({ kind: "refused" });
    expect(asked).toBe(1);
  });

  it("does not post to an address inside", async () => {
    let asked = 0;
    const url = await endpoint((_, response) => {
      asked += 1;
      response.end("ok");
    });
    expect(await sendSlack(url, createGuard(""))).toMatchObject({ kind: "refused" });
    expect(asked).toBe(0);
  });

  it("posts to no public server but Slack's, unless the operator named its address", async () => {
    const result = await sendSlack("http://8.8.8.8/hook", createGuard("10.0.0.0/8"));
    expect(result).toMatchObject({ kind: "refused", error: expect.stringContaining("hooks.slack.com") });
  });
});

describe("createMailer", () => {
  const mail = { to: "ana@example.com", subject: "Reset your password", lines: ["Hello Ana,"] };

  it("sends a mail to one person", async () => {
    const box = await inbox();
    await createMailer({ smtpUrl: box.url, mailFrom }).send(mail);
    expect(box.mails[0]).toMatchObject({
      to: ["ana@example.com"],
      raw: expect.stringContaining("Reset your password"),
    });
  });

  it("fails loudly when the mail is not taken", async () => {
    const box = await inbox({ onMailFrom: (_, __, done) => done(smtpReply(451, "later")) });
    await expect(createMailer({ smtpUrl: box.url, mailFrom }).send(mail)).rejects.toMatchObject({
      code: "unavailable",
      detail: expect.stringContaining("later"),
    });
  });
});
