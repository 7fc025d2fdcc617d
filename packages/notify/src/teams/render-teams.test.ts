import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { type RenderedTeams, renderTeams } from "./render-teams.ts";

/** A card as its reader sees it: a line per element, a link per action. */
function readCard({ attachments: [{ content }] }: RenderedTeams): string {
  const { body, actions } = content as {
    body: { inlines: { text: string }[] }[];
    actions: { title: string; url: string }[];
  };
  const lines = body.map(({ inlines }) => inlines.map(({ text }) => text).join(""));
  return [...lines, ...actions.map(({ title, url }) => `[${title}] ${url}`)].join("\n");
}

describe("renderTeams", () => {
  it("draws a card", () => {
    expect(renderTeams(makeNotice()).attachments[0].content).toMatchSnapshot();
  });

  it.each(notices)("says all there is to say of $notice.type", ({ notice }) => {
    expect(readCard(renderTeams(notice))).toMatchSnapshot();
  });

  it("stays below 28 KB and keeps the impact, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        expect(Buffer.byteLength(JSON.stringify(renderTeams(notice)))).toBeLessThan(28 * 1024);
      }),
    );
    const huge = "\u{20ac}".repeat(5000);
    const text = JSON.stringify(renderTeams(makeNotice({ summary: huge, serving: huge, impact: "Down" })));
    expect(text).toContain("Down");
  });

  it("has no element that reads Markdown", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        expect(JSON.stringify(renderTeams(notice))).not.toMatch(/"type":"(TextBlock|FactSet)"/);
      }),
    );
  });
});
