import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { discordText } from "./discord-text.ts";
import { renderDiscord } from "./render-discord.ts";

describe("renderDiscord", () => {
  it.each(notices)("draws $notice.type", ({ notice }) => {
    expect(renderDiscord(notice)).toMatchSnapshot();
  });

  it("stays within every limit, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const { content, embeds } = renderDiscord(notice);
        const [{ title, description, fields, footer }] = embeds;
        const isWithin = (text: string, max: number) => text.length <= max;
        expect(isWithin(content, 2000) && isWithin(title, 256) && isWithin(description, 4096)).toBe(true);
        expect(fields.length).toBeLessThanOrEqual(25);
        for (const { name, value } of fields) {
          expect(isWithin(name, 256) && isWithin(value, 1024)).toBe(true);
          expect(value.trim()).not.toBe("");
        }
        const texts = [title, description, footer.text, ...fields.flatMap((one) => [one.name, one.value])];
        expect(texts.join("").length).toBeLessThanOrEqual(6000);
      }),
    );
  });

  it("leaves out what has no words", () => {
    const wordless = { code: "image_not_found" as const, title: "", confidence: 0, evidence: [], next: [] };
    const [{ fields }] = renderDiscord(makeNotice({ causes: [wordless] })).embeds;
    expect(fields.map(({ name }) => name)).not.toContain("Most likely cause");
  });

  it("mentions nobody", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        expect(renderDiscord(notice).allowed_mentions).toEqual({ parse: [] });
      }),
    );
  });
});

describe("discordText", () => {
  it.each([
    { input: "1.42.0: is live (4 of 4)", expected: "1.42.0: is live (4 of 4)" },
    { input: "- # 1", expected: "\\- # 1" },
    { input: "**loud** `x` :smile:", expected: "\\*\\*loud\\*\\* \\`x\\` \\:smile:" },
    { input: "[click](https://e.example)", expected: "\\[click\\](https\\://e.example)" },
    { input: "<@1> @everyone", expected: "\\<\\@1\\> \\@everyone" },
    { input: "a\\*b", expected: "a\\\\\\*b" },
  ])("shows $input as it is", ({ input, expected }) => {
    expect(discordText(input, 100)).toBe(expected);
  });

  it("cuts between characters, never after a backslash", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const cut = discordText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.replace(/\\./gu, "")).not.toContain("\\");
      }),
    );
  });
});
