import nodemailer from "nodemailer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SmtpPeer, startSmtpPeer } from "./smtp-peer.ts";

let peer: SmtpPeer;
beforeEach(async () => {
  peer = await startSmtpPeer();
});
afterEach(() => peer.close());

const message = {
  from: "Rollcall <rollcall@example.test>",
  to: ["ana@example.test", "bo@example.test"],
  subject: "Stuck ▮▮▨: checkout-api, which has a subject that is long enough to be folded by the mailer",
  text: `Users are served, still by 1.41.3.\n${"A long line – ".repeat(20)}\n.dot\n`,
  html: "<p>Users are <b>served</b> – still by 1.41.3.</p>",
  headers: { "X-Rollcall-Delivery": "dlv_1", References: "<thread-1@example.test>" },
};
const send = (timeoutMs = 5_000) => {
  const { hostname: host, port } = new URL(peer.url);
  const transport = nodemailer.createTransport({ host, port: Number(port), socketTimeout: timeoutMs });
  return transport.sendMail(message);
};

describe("startSmtpPeer", () => {
  it("keeps what a real mailer sends, decoded, with its envelope", async () => {
    await send();
    const mail = await peer.waitForMail("the message", (m) => m.headers["x-rollcall-delivery"] === "dlv_1");
    expect(mail).toMatchObject({
      from: "rollcall@example.test",
      to: message.to,
      subject: message.subject,
      html: message.html,
      parts: ["text/plain", "text/html"],
    });
    expect(mail.text).toBe(message.text);
    expect(mail.headers.references).toBe("<thread-1@example.test>");
  });

  it.each(["connect", "mail", "rcpt", "data"] as const)(
    "refuses at %s with the code it is told and keeps nothing, then accepts again",
    async (at) => {
      peer.failWith({ at, reply: { code: 451, text: "try later" } });
      await expect(send()).rejects.toMatchObject({ responseCode: 451 });
      expect(peer.mails).toHaveLength(0);
      peer.failWith(null);
      await send();
      expect(peer.mails).toHaveLength(1);
      expect(peer.connectionCount()).toBe(2);
    },
  );

  it("hangs until the client gives up", async () => {
    peer.failWith({ at: "data", reply: "hang" });
    await expect(send(200)).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  it("keeps a message whose confirmation it drops", async () => {
    peer.failWith({ at: "data", reply: "drop" });
    await expect(send()).rejects.toThrow();
    expect(peer.mails).toHaveLength(1);
  });
});
