import type { KnownBlock } from "@slack/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { renderSlack } from "./render-slack.ts";

/** Every text of a message with its kind. */
function textsOf(blocks: KnownBlock[]): { type: string; text: string }[] {
  const found: { type: string; text: string }[] = [];
  JSON.stringify(blocks, (_, value) => {
    if (typeof value?.text === "string") found.push(value);
    return value;
  });
  return found;
}

describe("renderSlack", () => {
  it.each(notices)("draws $notice.type", ({ notice }) => {
    expect(renderSlack(notice)).toMatchSnapshot();
  });

  it("leads with the impact", () => {
    const notice = makeNotice();
    expect(renderSlack(notice).blocks[1]).toMatchObject({ text: { text: `*${notice.impact}*` } });
  });

  it("says of a sample that it is one", () => {
    expect(JSON.stringify(renderSlack(makeNotice({ sample: true })))).toContain(
      "This is a test: nothing is wrong.",
    );
    expect(JSON.stringify(renderSlack(makeNotice()))).not.toContain("This is a test");
  });

  it("leaves out a link that Slack would refuse, rather than losing the message", () => {
    for (const primary of ["javascript:alert(1)", "not a link", `https://r.example/${"x".repeat(3000)}`]) {
      const { blocks } = renderSlack(makeNotice({ ciUrl: null, links: { primary, incident: null } }));
      expect(blocks.some(({ type }) => type === "actions")).toBe(false);
    }
  });

  it("stays within every limit, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const { text, blocks } = renderSlack(notice);
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(text.length).toBeGreaterThan(0);
        for (const block of blocks) {
          if (block.type === "header") expect(block.text.text.length).toBeLessThanOrEqual(150);
          if (block.type === "section") expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3000);
          if (block.type === "section") expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
        }
        const texts = textsOf(blocks);
        for (const element of texts) expect(element.text.length).toBeGreaterThan(0);
        expect(texts.reduce((sum, element) => sum + element.text.length, 0)).toBeLessThanOrEqual(13_200);
      }),
    );
  });

  it("lets no untrusted text mention, link or format, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const { text, blocks } = renderSlack(notice);
        const ours = /<!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|[^|<>]+>/g;
        for (const element of [...textsOf(blocks), { type: "mrkdwn", text }]) {
          if (element.type !== "mrkdwn") continue;
          expect(element.text.replace(ours, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          const prose = element.text.replace(/```[^`]*```/g, "");
          expect(prose).not.toMatch(/[`~]/);
          // Our own bold: one pair around the impact, a field's name, or a cause's lead.
          expect(prose.match(/\*/g)?.length ?? 0).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
