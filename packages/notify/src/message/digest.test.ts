/** A storm in every medium that shows it to people: within the limits, worst first, nothing left uncounted. */
import { joinNotices } from "@rollcall/domain/delivery";
import type { SingleNotice } from "@rollcall/domain/notice";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDigest } from "../../test/arbitrary-notice.ts";
import { makeNotice } from "../../test/make-notice.ts";
import { renderDiscord } from "../discord/render-discord.ts";
import { renderEmail } from "../email/render-email.ts";
import { renderSlack } from "../slack/render-slack.ts";
import { renderTeams } from "../teams/render-teams.ts";

const incident = (index: number) => `https://rollcall.example.com/incidents/inc_${index}`;
const down = (index: number): SingleNotice =>
  makeNotice({
    ...{ type: "health.down", severity: "critical", service: `svc-${index}`, version: null },
    ...{ impact: `All probes of svc-${index} fail`, regions: [], share: null, serving: null, causes: [] },
    ...{ deployId: null, links: { primary: incident(index), incident: incident(index) } },
  });
const digestOf = (count: number) =>
  joinNotices([down(0), ...Array.from({ length: count - 1 }, (_, index) => down(index + 1))], {
    channelId: "chn_1",
    page: "https://rollcall.example.com/incidents",
    now: Date.UTC(2026, 10, 22, 12, 4),
  });
const mail = { deliveryId: "dlv_1", mailFrom: "Rollcall <alerts@rollcall.example.com>" };

const media = [
  { name: "mail, plain", show: (count: number) => renderEmail(digestOf(count), mail).text },
  { name: "mail, HTML", show: (count: number) => renderEmail(digestOf(count), mail).html },
  { name: "Slack", show: (count: number) => JSON.stringify(renderSlack(digestOf(count))) },
  { name: "Teams", show: (count: number) => JSON.stringify(renderTeams(digestOf(count))) },
  { name: "Discord", show: (count: number) => JSON.stringify(renderDiscord(digestOf(count))) },
];

describe.each(media)("a digest in $name", ({ show }) => {
  it("names each service with the way to its incident", () => {
    const text = show(6);
    for (let index = 0; index < 6; index++) {
      expect(text).toContain(`svc-${index}`);
      expect(text).toContain(incident(index));
    }
    expect(text).not.toMatch(/And \d+ more\./);
  });

  it("counts those it has no room for", () => {
    const text = show(1000);
    const [, left] = /And (\d+) more\./.exec(text) ?? [];
    const named = Array.from({ length: 1000 }, (_, index) => index).filter((index) =>
      new RegExp(`${incident(index)}(?!\\d)`).test(text),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.length + Number(left)).toBe(1000);
  });
});

it("says in one line how much is wrong and where", () => {
  expect(renderEmail(digestOf(6), mail).subject).toBe(
    "6 messages: 6 critical, in 6 services (svc-0, svc-1 and 4 more)",
  );
});

it("fits into Slack, whatever stands in it", () => {
  fc.assert(
    fc.property(arbitraryDigest, (digest) => {
      const { blocks } = renderSlack(digest);
      expect(blocks.length).toBeLessThanOrEqual(50);
      const lengths = blocks.map((block) => (block.type === "section" ? (block.text?.text.length ?? 0) : 0));
      expect(Math.max(...lengths)).toBeLessThanOrEqual(3000);
      expect(JSON.stringify(blocks).length).toBeLessThan(20_000);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(12_000);
      const links = /<https?:\/\/[^|<>]+\|[^<>]*>/g;
      for (const block of blocks)
        if (block.type === "section") expect(block.text?.text.replace(links, "")).not.toMatch(/[<>]/);
    }),
    { seed: 5 },
  );
});

it("fits into Discord and Teams, whatever stands in it", () => {
  fc.assert(
    fc.property(arbitraryDigest, (digest) => {
      const { content, embeds } = renderDiscord(digest);
      const [{ title, description, fields, footer }] = embeds;
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(description.length).toBeLessThanOrEqual(4096);
      const texts = [title, description, footer.text, ...fields.flatMap((one) => [one.name, one.value])];
      expect(texts.join("").length).toBeLessThanOrEqual(6000);
      expect(Buffer.byteLength(JSON.stringify(renderTeams(digest)))).toBeLessThan(28 * 1024);
    }),
    { seed: 5 },
  );
});
