import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slackCode, slackText } from "./slack-text.ts";

describe("slackText", () => {
  const cases = [
    { name: "leaves words alone", input: "1.42.0 on checkout_api", expected: "1.42.0 on checkout_api" },
    { name: "makes no mention", input: "<!channel> <@U1>", expected: "&lt;!channel&gt; &lt;@U1&gt;" },
    {
      name: "makes no link",
      input: "<https://e.example|click>",
      expected: "&lt;https://e.example|click&gt;",
    },
    {
      name: "keeps an entity as the text it was",
      input: "&lt;!channel&gt;",
      expected: "&amp;lt;!channel&amp;gt;",
    },
    { name: "switches no bold on", input: "*loud*", expected: "∗loud∗" },
    { name: "switches no strike on", input: "~gone~", expected: "∼gone∼" },
    { name: "switches no code on", input: "`x` ```y```", expected: "ˋxˋ ˋˋˋyˋˋˋ" },
    { name: "switches no italic on", input: "_it_ a_b", expected: "ˍitˍ a_b" },
  ];
  it.each(cases)("$name", ({ input, expected }) => {
    expect(slackText(input, 100)).toBe(expected);
  });

  it("cuts between characters, never inside an entity", () => {
    expect(slackText("&&&&", 12)).toBe("&amp;&amp;…");
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const cut = slackText(text, max);
        return cut.length <= max && !/&(?!amp;|lt;|gt;)/.test(cut);
      }),
    );
  });

  it("lets nothing out of a code block", () => {
    expect(slackCode("a ``` b <x> *c*", 100)).toBe("a ˋˋˋ b &lt;x&gt; *c*");
  });
});
