import { noticeType } from "@rollcall/domain/notice";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice, marks } from "../../test/make-notice.ts";
import { headline } from "./headline.ts";

describe("headline", () => {
  it.each(notices)("$headline", ({ notice, headline: expected }) => {
    expect(headline(notice)).toBe(expected);
  });

  it("every type of notice has one", () => {
    expect(notices.map(({ notice }) => notice.type).sort()).toEqual([...noticeType.options].sort());
  });

  const share = (expected: number) => ({
    counts: { expected, previous: 200 - expected, other: 0, unreadable: 0, error: 0 },
    samples: 200,
    windowSeconds: 60,
  });
  const region = (name: string, expected: number, samples = 100) => ({
    ...makeNotice().regions[0]!,
    region: name,
    expected,
    samples,
  });
  const cases = [
    { name: "never seen", more: { share: share(0), regions: [] }, expected: "stuck, not seen yet" },
    {
      name: "seen before, and nothing but failures now",
      more: { share: share(0), regions: [{ ...region("a", 0), marks: marks("on!") }] },
      expected: "stuck, not seen lately",
    },
    { name: "no samples", more: { share: null }, expected: "stuck" },
    {
      name: "no region behind",
      more: { share: share(100), regions: [region("a", 50)] },
      expected: "stuck at 50 %",
    },
    {
      name: "only the two furthest behind are named, worst first",
      more: {
        share: share(190),
        regions: [region("a", 60), region("b", 100), region("c", 0), region("d", 70)],
      },
      expected: "stuck at 95 % (c 0 %, a 60 %)",
    },
    {
      name: "a region without answers is not behind",
      more: { share: share(190), regions: [region("a", 0, 0)] },
      expected: "stuck at 95 %",
    },
    {
      name: "almost all is not all",
      more: { share: share(199), regions: [] },
      expected: "stuck at over 99 %",
    },
  ];
  it.each(cases)("$name: $expected", ({ more, expected }) => {
    expect(headline(makeNotice(more))).toBe(`[production] checkout-api 1.42.0: ${expected}`);
  });

  it("says how late it is", () => {
    expect(headline(makeNotice({ telling: { lateByMs: 540_000 } }))).toBe(
      "[production] checkout-api 1.42.0: stuck at 62 % (eu-west 0 %) (told 9 min late)",
    );
  });

  it("says of a problem that was over before it was told what it was and when", () => {
    const since = Date.UTC(2026, 10, 22, 12, 4);
    const over = { type: "rollout.stuck", since, until: since + 360_000 } as const;
    const late = makeNotice({
      type: "rollout.recovered",
      tone: "recovery",
      telling: { lateByMs: 540_000, over },
    });
    expect(headline(late)).toBe(
      "[production] checkout-api 1.42.0: was stuck 12:04–12:10 UTC, resolved (told 9 min late)",
    );
  });

  it("is one line of at most 180 characters, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const line = headline(notice);
        return line.length <= 180 && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(line);
      }),
    );
  });
});
