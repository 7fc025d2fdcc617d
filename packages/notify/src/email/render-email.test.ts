import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryNotice } from "../../test/arbitrary-notice.ts";
import { notices } from "../../test/every-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { escapeHtml } from "./escape-html.ts";
import { renderEmail } from "./render-email.ts";

const options = { deliveryId: "dlv_1", mailFrom: "Rollcall <alerts@rollcall.example.com>" };

describe("renderEmail", () => {
  it.each(notices)("says in plain text: $notice.type", ({ notice }) => {
    expect(renderEmail(notice, options).text).toMatchSnapshot();
  });

  it("draws the HTML", () => {
    expect(
      renderEmail(makeNotice(), { ...options, settingsUrl: "https://r.example/channels/chn_1" }).html,
    ).toMatchSnapshot();
  });

  it("says in plain text all that the HTML says", () => {
    for (const { notice } of notices) {
      const { html, text } = renderEmail(notice, options);
      const words = html
        .replace(/<head>[\s\S]*<\/head>/, "")
        .replace(/<[^>]+>/g, " ")
        .replace(/&#39;/g, "'")
        .match(/[\w.@%:/-]+/g);
      for (const word of words ?? []) expect(text).toContain(word.replace(/[:.]$/, ""));
    }
  });

  it("leads with the impact", () => {
    const notice = makeNotice();
    expect(renderEmail(notice, options).text.startsWith(`Warning: ${notice.impact}\n`)).toBe(true);
  });

  it("says of a sample that it is one, in subject, text and HTML", () => {
    const mail = renderEmail(makeNotice({ sample: true }), options);
    expect(mail.subject).toMatch(/^\[test\] /);
    expect(mail.text).toMatch(/^This is a test: nothing is wrong\./);
    expect(mail.html).toContain("This is a test: nothing is wrong.");
  });

  it("keeps one thread a key, and one id a delivery over all attempts", () => {
    const first = renderEmail(makeNotice(), options).headers;
    const again = renderEmail(makeNotice(), options).headers;
    const recovery = renderEmail(makeNotice({ type: "rollout.recovered" }), {
      ...options,
      deliveryId: "dlv_2",
    }).headers;
    const other = renderEmail(makeNotice({ threadKey: "inc_2" }), options).headers;
    expect(again["Message-ID"]).toBe(first["Message-ID"]);
    expect(recovery["Message-ID"]).not.toBe(first["Message-ID"]);
    expect(recovery.References).toBe(first.References);
    expect(recovery["In-Reply-To"]).toBe(first["In-Reply-To"]);
    expect(other.References).not.toBe(first.References);
    expect(first["Message-ID"]).toMatch(/^<[0-9a-f]{32}@rollcall\.example\.com>$/);
  });

  it("tells other machines that a machine wrote it, and where to stop it", () => {
    const { headers } = renderEmail(makeNotice(), options);
    expect(headers).toMatchObject({
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Rollcall-Notice": "rollout.stuck",
    });
    expect(headers).not.toHaveProperty("List-Unsubscribe");
    const linked = renderEmail(makeNotice(), { ...options, settingsUrl: "https://r.example/channels/chn_1" });
    expect(linked.headers).toMatchObject({ "List-Unsubscribe": "<https://r.example/channels/chn_1>" });
    expect(linked.text).toContain("Change or stop these mails: https://r.example/channels/chn_1");
  });

  it("shows times in the reader's zone beside UTC, in both parts", () => {
    const mail = renderEmail(makeNotice(), { ...options, timeZone: "Asia/Kolkata" });
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain("2026-11-22 09:31:07 UTC (22 Nov 2026, 15:01:07 Asia/Kolkata)");
      expect(part).toContain("2026-11-22 09:41:07 UTC (22 Nov 2026, 15:11:07 Asia/Kolkata)");
    }
    expect(renderEmail(makeNotice(), options).text).toContain("2026-11-22 09:31:07 UTC, for 10 min");
  });

  it("tells a problem that was over before it was told as one that was", () => {
    const since = Date.UTC(2026, 10, 22, 12, 4);
    const over = { type: "rollout.stuck", since, until: since + 360_000 } as const;
    const late = makeNotice({
      type: "rollout.recovered",
      tone: "recovery",
      severity: null,
      since,
      at: over.until,
      impact: "Was stuck 12:04–12:10 UTC, resolved; delayed 9 min",
      telling: { lateByMs: 540_000, over, insteadOf: "ops (Slack)" },
    });
    const { text, subject } = renderEmail(late, options);
    expect(subject).toBe(
      "[production] checkout-api 1.42.0: was stuck 12:04–12:10 UTC, resolved (told 9 min late)",
    );
    expect(text).toContain("Was stuck 12:04–12:10 UTC, resolved; delayed 9 min");
    expect(text).toContain("Lasted        6 min, from 2026-11-22 12:04:00 UTC");
    expect(text).toContain("Told late     by 9 min");
    expect(text).toContain("Told here     because ops (Slack) did not take it");
  });

  it("gives ids a domain even where the sender has none", () => {
    const { headers } = renderEmail(makeNotice(), { ...options, mailFrom: "nobody" });
    expect(headers["Message-ID"]).toMatch(/@rollcall\.invalid>$/);
  });

  it("loads nothing, and knows dark surfaces", () => {
    const { html } = renderEmail(makeNotice(), options);
    expect(html).not.toMatch(/<img|<link|<script|url\(|@import|@font-face|src=/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain("prefers-color-scheme:dark");
  });

  it("keeps untrusted text out of headers and markup, whatever the notice holds", () => {
    fc.assert(
      fc.property(arbitraryNotice, (notice) => {
        const mail = renderEmail(notice, options);
        for (const value of [mail.subject, ...Object.values(mail.headers)])
          expect(value).not.toMatch(/[\r\n\0]/);
        for (const [tag, name] of mail.html.matchAll(/<\/?([a-z0-9]+)[^>]*>/gi)) {
          expect(allowedTags).toContain(name);
          expect(tag).not.toMatch(/\son[a-z]+=|javascript:/i);
        }
        expect(mail.html.length).toBeLessThan(90_000);
      }),
    );
  });

  const allowedTags = "html head meta title style body div table caption tr td p span ul li pre a".split(" ");
});

describe("escapeHtml", () => {
  it("leaves nothing that could begin a tag, an entity or end an attribute", () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
  });
});
