import { cleanText } from "@rollcall/domain/clean-text";
import type { OperatorMessage } from "@rollcall/domain/instance";
import { isVendorUrl } from "@rollcall/domain/wire";
import { cutText } from "../message/keep-within.ts";
import { slackText } from "../slack/slack-text.ts";

const charsMax = 1800;
/** Escaped it is longer; Slack takes 4,000. */
const slackCharsMax = 4000;

/**
 * What a webhook of the operators is sent, by whose it is: Slack, Discord and Teams get their own shape, everything else
 * `text`, which other chats that speak as Slack does show, and beside it what a program can read.
 */
export function renderOperatorBody(url: string, message: OperatorMessage, at: number): object {
  const { type, subject, lines } = message;
  const text = cutText([subject, ...lines].map((line) => cleanText(line, 600)).join("\n"), charsMax);
  if (isVendorUrl("slack", url)) return { text: slackText(text, slackCharsMax) };
  if (isVendorUrl("discord", url)) return { content: text, allowed_mentions: { parse: [] } };
  if (isVendorUrl("teams", url)) return teamsCard([subject, ...lines]);
  return { type, timestamp: new Date(at).toISOString(), text, data: { subject, lines } };
}

function teamsCard(lines: readonly string[]): object {
  const body = lines.map((line, index) => ({
    type: "TextBlock",
    text: cleanText(line, 600),
    wrap: true,
    ...(index === 0 && { weight: "Bolder" }),
  }));
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body,
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
  };
}
