import type { Outcome } from "@rollcall/domain/observation";
import { describe, expect, it } from "vitest";
import { classifyAnswer } from "./classify-answer.ts";
import type { SendResult } from "./sender.ts";
import { slackWebhook } from "./slack-sender.ts";
import { classifySmtpError } from "./smtp.ts";

const now = Date.UTC(2026, 10, 22, 9, 0, 0);
const answered = (status: number): Outcome => ({ kind: "answered", status, body: "read" });

describe("classifyAnswer, of Slack's webhooks", () => {
  const cases: {
    name: string;
    outcome: Outcome;
    body?: string;
    retryAfter?: string;
    expected: SendResult;
  }[] = [
    {
      name: "taken",
      outcome: answered(200),
      body: "ok",
      expected: { kind: "sent", detail: "Slack answered 200 ok", answer: "200" },
    },
    {
      name: "too many",
      outcome: answered(429),
      retryAfter: "30",
      expected: { kind: "retry", error: "Slack answered 429", retryAfterMs: 30_000 },
    },
    {
      name: "too many, until a date",
      outcome: answered(429),
      retryAfter: "Sun, 22 Nov 2026 09:01:00 GMT",
      expected: { kind: "retry", error: "Slack answered 429", retryAfterMs: 60_000 },
    },
    {
      name: "too many, until a date gone by",
      outcome: answered(429),
      retryAfter: "Sun, 22 Nov 2026 08:01:00 GMT",
      expected: { kind: "retry", error: "Slack answered 429", retryAfterMs: 0 },
    },
    {
      name: "too many, until nobody knows",
      outcome: answered(429),
      retryAfter: "soon",
      expected: { kind: "retry", error: "Slack answered 429" },
    },
    { name: "broken", outcome: answered(500), expected: { kind: "retry", error: "Slack answered 500" } },
    {
      name: "away",
      outcome: answered(503),
      retryAfter: "5",
      expected: { kind: "retry", error: "Slack answered 503", retryAfterMs: 5000 },
    },
    {
      name: "webhook gone",
      outcome: answered(404),
      body: "no_service",
      expected: { kind: "refused", error: "Slack answered 404 no_service", isChannelGone: true },
    },
    {
      name: "channel archived",
      outcome: answered(410),
      body: "channel_is_archived",
      expected: { kind: "refused", error: "Slack answered 410 channel_is_archived", isChannelGone: true },
    },
    {
      name: "token revoked",
      outcome: answered(403),
      body: "invalid_token",
      expected: { kind: "refused", error: "Slack answered 403 invalid_token", isChannelGone: true },
    },
    {
      name: "message not understood",
      outcome: answered(400),
      body: "invalid_blocks",
      expected: { kind: "refused", error: "Slack answered 400 invalid_blocks" },
    },
    { name: "moved", outcome: answered(302), expected: { kind: "refused", error: "Slack answered 302" } },
    {
      name: "a page of something on the way, which is not quoted and ends no channel",
      outcome: answered(403),
      body: "<html>secret</html>",
      expected: { kind: "retry", error: "Slack answered 403" },
    },
    {
      name: "no connection",
      outcome: { kind: "refused" },
      expected: { kind: "retry", error: "Slack was not reached: connection refused" },
    },
    {
      name: "no answer",
      outcome: { kind: "timeout", phase: "first_byte" },
      expected: {
        kind: "retry",
        error: "Slack was not reached: timed out after 15 s waiting for the first byte",
      },
    },
    {
      name: "no name server",
      outcome: { kind: "dns_failed", code: "EAI_AGAIN" },
      expected: { kind: "retry", error: "Slack was not reached: the name server did not answer" },
    },
    {
      name: "an address inside",
      outcome: { kind: "blocked_target", address: "10.0.0.1" },
      expected: {
        kind: "refused",
        error:
          "Slack was not reached: 10.0.0.1 is a private address; allow it with ROLLCALL_ALLOW_TARGETS=10.0.0.0/8",
      },
    },
  ];
  it.each(cases)("$name", ({ outcome, body, retryAfter, expected }) => {
    const headers: [string, string][] = retryAfter === undefined ? [] : [["Retry-After", retryAfter]];
    const result = { outcome, headers, body: Buffer.from(body ?? ""), totalMs: 15_000 };
    expect(classifyAnswer(slackWebhook, result, now)).toEqual(expected);
  });
});

describe("classifySmtpError", () => {
  const cases = [
    {
      name: "no such mailbox",
      error: { code: "EENVELOPE", responseCode: 550, response: "550 no such user" },
      kind: "refused",
    },
    {
      name: "mailbox busy",
      error: { code: "EENVELOPE", responseCode: 450, response: "450 later" },
      kind: "retry",
    },
    {
      name: "message refused",
      error: { code: "EMESSAGE", responseCode: 554, response: "554 spam" },
      kind: "refused",
    },
    {
      name: "service closing",
      error: { code: "ESOCKET", responseCode: 421, response: "421 bye" },
      kind: "retry",
    },
    {
      name: "wrong password, which the operator can mend",
      error: { code: "EAUTH", responseCode: 535, response: "535 no" },
      kind: "retry",
    },
    { name: "no connection", error: { code: "ESOCKET", message: "connect ECONNREFUSED" }, kind: "retry" },
    { name: "no time", error: { code: "ETIMEDOUT", message: "Greeting never received" }, kind: "retry" },
    { name: "no name", error: { code: "EDNS", message: "getaddrinfo ENOTFOUND" }, kind: "retry" },
    {
      name: "no recipients",
      error: { code: "EENVELOPE", message: "No recipients defined" },
      kind: "refused",
    },
    { name: "a surprise", error: new Error("what"), kind: "retry" },
    { name: "nothing at all", error: undefined, kind: "retry" },
  ];
  it.each(cases)("$name: $kind", ({ error, kind }) => {
    expect(classifySmtpError(error).kind).toBe(kind);
  });

  it("takes a channel for gone only when its mailboxes are, not when a message is refused", () => {
    const isGone = (code: string, response: string) => {
      const result = classifySmtpError({ code, responseCode: 550, response });
      return result.kind === "refused" && result.isChannelGone === true;
    };
    expect(isGone("EENVELOPE", "550 5.1.1 unknown")).toBe(true);
    expect(isGone("EENVELOPE", "550 5.7.1 relaying denied")).toBe(false);
    expect(isGone("EENVELOPE", "550 no")).toBe(false);
    expect(isGone("EMESSAGE", "554 5.1.1 unknown")).toBe(false);
  });

  it("tells the channel's owner codes, and the server's own words only the operator", () => {
    const response =
      "550 5.1.1 <ops@example.com>: relay mx7.internal.example.net rejected rcpt for svc-mailer";
    expect(classifySmtpError({ code: "EENVELOPE", responseCode: 550, response })).toEqual({
      kind: "refused",
      error: "The SMTP server refused the message (550 5.1.1).",
      detail: response,
      isChannelGone: true,
    });
  });
});
