import type { Outcome } from "@rollcall/domain/observation";
import { describeOutcome } from "@rollcall/domain/observation-text";
import { isSlackWebhook, slackConfig } from "@rollcall/domain/wire";
import { type Guard, headerValue, type OutboundResult, outboundRequest } from "@rollcall/outbound";
import { renderSlack } from "../slack/render-slack.ts";
import type { Sender, SendResult } from "./sender.ts";

const timeoutMs = 15_000;
const answerBytesMax = 4096;

/**
 * Sends notices to Slack's incoming webhooks, through the guarded dialer: the URL is a user's. Another server that speaks
 * as Slack does is reached only at addresses the operator has named.
 */
export function createSlackSender(options: { guard: Guard }): Sender {
  return {
    send: async ({ config, notice }) => {
      const parsed = slackConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid webhook URL." };
      const { webhookUrl } = parsed.data;
      const { guard } = options;
      const isSlack = isSlackWebhook(webhookUrl);
      const result = await outboundRequest(
        {
          url: webhookUrl,
          method: "POST",
          headers: { "Content-Type": "application/json; charset=utf-8", "User-Agent": "rollcall" },
          body: JSON.stringify(renderSlack(notice)),
          timeoutMs,
          followRedirects: 0,
          bodyBytesMax: answerBytesMax,
        },
        { guard: isSlack ? guard : { ...guard, isOpen: guard.isNamed } },
      );
      if (!isSlack && result.outcome.kind === "blocked_target") return { kind: "refused", error: notSlack };
      return classifySlackAnswer(result, Date.now());
    },
  };
}

const notSlack =
  "This is not an address of Slack (https://hooks.slack.com/…). The operator of this instance can allow another server's by ROLLCALL_ALLOW_TARGETS.";

/** Outcomes that are the channel's own fault: another attempt would end the same. */
const finalOutcomes: Outcome["kind"][] = ["blocked_target", "bad_redirect"];
const retryStatuses = new Set([408, 425, 429]);
/** The webhook was removed or taken back: no message will arrive there again. */
const goneStatuses = new Set([401, 403, 404, 410]);

/**
 * 2xx is taken; 429, 5xx and network trouble pass; any other answer is final, such as 404 `no_service` and 410
 * `channel_is_archived` of a webhook that is gone. Slack's own word is quoted, the URL never.
 */
export function classifySlackAnswer(
  result: Pick<OutboundResult, "outcome" | "headers" | "body" | "totalMs">,
  now: number,
): SendResult {
  const { outcome } = result;
  if (outcome.kind !== "answered") {
    const error = `Slack was not reached: ${describeOutcome(outcome, result.totalMs)}`;
    return { kind: finalOutcomes.includes(outcome.kind) ? "refused" : "retry", error };
  }
  const word = slackWord(result.body);
  const said = `Slack answered ${outcome.status}${word === "" ? "" : ` ${word}`}`;
  if (outcome.status >= 200 && outcome.status < 300)
    return { kind: "sent", detail: said, answer: String(outcome.status) };
  if (goneStatuses.has(outcome.status)) return { kind: "refused", error: said, isChannelGone: true };
  if (outcome.status < 500 && !retryStatuses.has(outcome.status)) return { kind: "refused", error: said };
  const retryAfterMs = parseRetryAfter(headerValue(result.headers, "retry-after"), now);
  return { kind: "retry", error: said, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Slack explains itself in one word such as `invalid_token`; anything else is not worth quoting. */
function slackWord(body: Buffer | null): string {
  const text = body?.toString("utf8").trim() ?? "";
  return /^[a-z_]{1,60}$/.test(text) ? text : "";
}

/** Seconds or an HTTP date (RFC 9110), as milliseconds from now. */
function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
