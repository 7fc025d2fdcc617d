import { joinNotices } from "@rollcall/domain/delivery";
import { buckets, causeCodes } from "@rollcall/domain/glossary";
import { type Notice, noticeTone, noticeType } from "@rollcall/domain/notice";
import fc from "fast-check";
import { makeNotice } from "./make-notice.ts";

/** Text that somebody means harm with, next to any other. */
const hostile = fc.constantFrom(
  "<!channel>",
  "<!here|x>",
  "<@U123>",
  "<https://evil.example|click>",
  "*bold* _it_ ~s~ `code` ```fence```",
  "</pre><script>alert(1)</script>",
  '" onmouseover="x',
  "x\r\nBcc: evil@example.com",
  "\u202egnp.exe\u0000",
  "&lt;&amp;".repeat(500),
  "9".repeat(5000),
);
const text = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: "binary", maxLength: 200 }), hostile);
const maybe = fc.option(text, { nil: null });
const count = fc.nat({ max: 10_000 });
const links = fc.record({
  primary: fc.oneof(fc.webUrl(), text),
  incident: fc.option(fc.webUrl(), { nil: null }),
});

/** Any notice that the schema admits, with every text untrusted. */
export const arbitraryNotice: fc.Arbitrary<Notice> = fc.record({
  type: fc.constantFrom(...noticeType.options),
  tone: fc.constantFrom(...noticeTone.options),
  severity: fc.constantFrom("warning", "critical", null),
  sample: fc.boolean(),
  at: fc.integer({ min: 1.6e12, max: 2e12 }),
  since: fc.option(fc.integer({ min: 1.6e12, max: 2e12 }), { nil: null }),
  service: text,
  environment: text,
  impact: text,
  summary: text,
  version: maybe,
  serving: maybe,
  actor: maybe,
  ciUrl: maybe,
  share: fc.option(
    fc.record({
      counts: fc.record({ expected: count, previous: count, other: count, unreadable: count, error: count }),
      samples: count,
      windowSeconds: count,
    }),
    { nil: null },
  ),
  regions: fc.array(
    fc.record({
      region: text,
      state: text,
      expected: count,
      samples: count,
      marks: fc.array(fc.constantFrom(...buckets), { maxLength: 60 }),
      note: maybe,
    }),
    { maxLength: 40 },
  ),
  causes: fc.array(
    fc.record({
      code: fc.constantFrom(...causeCodes),
      title: text,
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      evidence: fc.array(text, { maxLength: 8 }),
      next: fc.array(text, { maxLength: 8 }),
    }),
    { maxLength: 5 },
  ),
  incidentId: maybe,
  deployId: maybe,
  monitorId: maybe,
  threadKey: text,
  telling: fc.option(
    fc.record(
      {
        lateByMs: fc.nat(),
        over: fc.record({
          type: fc.constantFrom(...noticeType.options),
          since: fc.integer({ min: 1.6e12, max: 2e12 }),
          until: fc.integer({ min: 1.6e12, max: 2e12 }),
        }),
        acknowledgedBy: text,
        insteadOf: text,
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
  links,
});

const news = fc.record({
  tone: fc.constantFrom("problem" as const, "recovery" as const, "info" as const),
  severity: fc.constantFrom("warning", "critical", null),
  service: text,
  environment: text,
  impact: text,
  links,
});

/** A digest of up to 300 notices. */
export const arbitraryDigest: fc.Arbitrary<Notice> = fc
  .tuple(news, fc.array(news, { maxLength: 299 }))
  .map(([first, rest]) =>
    joinNotices([makeNotice(first), ...rest.map((one) => makeNotice(one))], {
      channelId: "chn_1",
      page: "https://rollcall.example.com/incidents",
      now: 1.7e12,
    }),
  );
