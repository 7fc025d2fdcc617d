import { describe, expect, it } from "vitest";
import { renderOperatorBody } from "./render-operator-body.ts";

const message = {
  type: "instance.trouble",
  subject: "[rollcall] Trouble: no judge at work",
  lines: ["No judge <has> been heard.", "https://rollcall.test/regions"],
} as const;
const render = (url: string) => renderOperatorBody(url, { ...message, lines: [...message.lines] }, 0);
const text =
  "[rollcall] Trouble: no judge at work\nNo judge <has> been heard.\nhttps://rollcall.test/regions";

describe("renderOperatorBody", () => {
  it.each([
    {
      name: "Slack's own shape, escaped",
      url: "https://hooks.slack.com/services/T/B/x",
      expected: { text: text.replace("<has>", "&lt;has&gt;") },
    },
    {
      name: "Discord's, which mentions nobody",
      url: "https://discord.com/api/webhooks/1/x",
      expected: { content: text, allowed_mentions: { parse: [] } },
    },
    {
      name: "what a chat and a program can read, for everything else",
      url: "https://chat.example.com/hooks/x",
      expected: {
        type: "instance.trouble",
        timestamp: "1970-01-01T00:00:00.000Z",
        text,
        data: { subject: message.subject, lines: message.lines },
      },
    },
  ])("gives $name", ({ url, expected }) => {
    expect(render(url)).toEqual(expected);
  });

  it("gives Teams a card with a line each", () => {
    expect(render("https://prod-1.westeurope.logic.azure.com/workflows/x")).toMatchObject({
      type: "message",
      attachments: [
        { content: { body: [{ weight: "Bolder" }, { text: "No judge <has> been heard." }, {}] } },
      ],
    });
  });

  it("cuts what is too long for a chat", () => {
    const lines = Array.from({ length: 10 }, () => "x".repeat(500));
    const body = renderOperatorBody("https://hooks.slack.com/services/T/B/x", { ...message, lines }, 0);
    expect((body as { text: string }).text).toHaveLength(1800);
  });

  it("leaves no half of a character where it cuts: vendors refuse such JSON", () => {
    for (const before of ["", "x"]) {
      const lines = Array.from({ length: 10 }, () => before + "𝒳".repeat(250));
      const body = renderOperatorBody("https://chat.example.com/hooks/x", { ...message, lines }, 0);
      expect((body as { text: string }).text).not.toMatch(/\p{Cs}/u);
    }
  });
});
