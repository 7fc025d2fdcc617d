import { expect, it } from "vitest";
import { readAlerts } from "./alerts.ts";

it("reads mails and Slack messages as people do, in the order they came", () => {
  const mail = {
    at: 2,
    subject: "[production] billing-api 2.4.0: stuck",
    text: "Warning: Users are served",
    html: null,
    headers: {},
    parts: [],
    from: "",
    to: [],
    raw: "",
  };
  const blocks = [
    { type: "header", text: { type: "plain_text", text: "[production] billing-api 2.4.0: stuck" } },
    { type: "section", text: { type: "mrkdwn", text: "*Users are served &amp; well*" } },
    {
      type: "section",
      fields: [{ type: "mrkdwn", text: "*Since*\n<!date^1795342298^{time}|2026-11-22 10:11>" }],
    },
    {
      type: "actions",
      elements: [{ type: "button", text: { type: "plain_text", text: "Open the rollout" } }],
    },
  ];
  const request = {
    at: 1,
    method: "POST",
    path: "/",
    headers: {},
    text: "",
    json: { text: "short", blocks },
  };
  expect(readAlerts({ mails: [mail] }, { requests: [request] })).toEqual([
    {
      via: "slack",
      at: 1,
      headline: "[production] billing-api 2.4.0: stuck",
      text: "Users are served & well\nSince\n2026-11-22 10:11\nOpen the rollout",
    },
    { via: "email", at: 2, headline: mail.subject, text: mail.text },
  ]);
});
