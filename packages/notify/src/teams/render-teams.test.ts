import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { makeNotice, notices } from "../../test/make-notice.ts";
import { renderTeams } from "./render-teams.ts";

describe("renderTeams", () => {
  it.each(notices)("draws $notice.type", ({ notice }) => {
    expect(renderTeams(notice).attachments[0].content).toMatchSnapshot();
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
