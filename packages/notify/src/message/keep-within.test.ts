import fc from "fast-check";
import { expect, it } from "vitest";
import { makeNotice } from "../../test/make-notice.ts";
import { renderDiscord } from "../discord/render-discord.ts";
import { renderSlack, renderSlackReply } from "../slack/render-slack.ts";
import { cutText, jsonBytes, keepWithin } from "./keep-within.ts";

it("keeps the leading items, as many as fit and no more", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat({ max: 500 }), (items, max) => {
      const kept = keepWithin(items, jsonBytes, max);
      const sizeOf = (some: string[]) => some.reduce((sum, item) => sum + jsonBytes(item), 0);
      expect(items.slice(0, kept.length)).toEqual(kept);
      expect(sizeOf(kept)).toBeLessThanOrEqual(max);
      if (kept.length < items.length) expect(sizeOf(items.slice(0, kept.length + 1))).toBeGreaterThan(max);
    }),
  );
});

it("cuts text between characters, and shows it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const cut = cutText(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut).not.toMatch(/\p{Cs}/u);
      expect(cut === text || (cut.endsWith("…") && text.startsWith(cut.slice(0, -1)))).toBe(true);
    }),
  );
});

it.each(["", "x"])("sends no half of a character, wherever a cut falls: %s", (shift) => {
  const text = shift + "🚀".repeat(400);
  const [cause] = makeNotice().causes;
  const notice = makeNotice({
    type: "drift.detected",
    serving: text,
    impact: text,
    causes: cause ? [{ ...cause, next: [text] }] : [],
  });
  const bodies = [renderSlack(notice), renderSlackReply(notice), renderDiscord(notice)];
  for (const body of bodies) expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/);
});
