import type { Notice } from "@rollcall/domain/notice";
import type { Button, KnownBlock, MrkdwnElement } from "@slack/types";
import { composeMessage, type Message } from "../message/compose-message.ts";
import { formatUtc, timeFact } from "../message/format-time.ts";
import { cutText, keepWithin } from "../message/keep-within.ts";
import { regionLines } from "../message/region-lines.ts";
import { slackCode, slackText } from "./slack-text.ts";

/** `text` is what notifications and screen readers get. */
export type RenderedSlack = { text: string; blocks: KnownBlock[] };

/**
 * Slack's limits and ours below them: 50 blocks, 150 characters a header, 3,000 a section, 2,000 a field, and about
 * 13,200 characters over all blocks, which is not documented. Each part has its own share, so that no notice can
 * exceed the whole.
 */
const charsMax = {
  header: 150,
  impact: 900,
  summary: 1500,
  field: 300,
  regions: 2700,
  cause: 1400,
  text: 1000,
  item: 700,
  items: 8000,
};
const urlCharsMax = 3000;

/** A notice as a Slack message in Block Kit, leading with the impact. `buttons` are put before the links. */
export function renderSlack(notice: Notice, buttons: Button[] = []): RenderedSlack {
  const message = composeMessage(notice);
  const blocks: (KnownBlock | null)[] = [
    {
      type: "header",
      text: { type: "plain_text", text: cutText(message.headline, charsMax.header), emoji: false },
    },
    message.sample ? section("This is a test: nothing is wrong.") : null,
    section(`*${slackText(message.impact, charsMax.impact)}*`),
    message.summary === null ? null : section(slackText(message.summary, charsMax.summary)),
    ...itemBlocks(message),
    factsBlock(message),
    regionsBlock(message),
    ...message.causes.map(causeBlock),
    actionsBlock(message, buttons),
    { type: "context", elements: [mrkdwn(`${message.label}. Shares count probes, not user traffic.`)] },
  ];
  return {
    text: slackText(`${message.headline}. ${message.impact}`, charsMax.text),
    blocks: blocks.filter((block) => block !== null),
  };
}

/** What is new, short enough for a thread and complete enough for a channel that it is broadcast to. */
export function renderSlackReply(notice: Notice): RenderedSlack {
  const message = composeMessage(notice);
  const [link] = message.links;
  const lines = [
    `*${slackText(message.headline, charsMax.impact)}*`,
    slackText(message.impact, charsMax.impact),
    message.summary === null ? "" : slackText(message.summary, charsMax.summary),
  ];
  const blocks: (KnownBlock | null)[] = [
    section(cutText(lines.filter((line) => line !== "").join("\n"), 3000)),
    link === undefined ? null : actionsBlock({ ...message, links: [link] }, []),
  ];
  return {
    text: slackText(`${message.headline}. ${message.impact}`, charsMax.text),
    blocks: blocks.filter((block) => block !== null),
  };
}

/** `verbatim` keeps Slack from making links and mentions out of bare text. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}

function section(text: string): KnownBlock {
  return { type: "section", text: mrkdwn(text) };
}

/** A digest's lines, as many as fit, each section below Slack's 3,000 characters. */
function itemBlocks({ items, itemsLeftOut }: Message): KnownBlock[] {
  if (items.length === 0) return [];
  const kept = keepWithin(items.map(itemLine), (line) => line.length + 1, charsMax.items);
  const left = itemsLeftOut + items.length - kept.length;
  const lines = left > 0 ? [...kept, `And ${left} more.`] : kept;
  const perSection = 4;
  return Array.from({ length: Math.ceil(lines.length / perSection) }, (_, index) =>
    section(lines.slice(index * perSection, (index + 1) * perSection).join("\n")),
  );
}

/** An address that would end its own link is left out. */
function itemLine({ label, headline, impact, url }: Message["items"][number]): string {
  const title = slackText(headline, 200);
  const linked = url === "" || /[<>|]/.test(url) ? title : `<${url.replaceAll("&", "&amp;")}|${title}>`;
  const line = `*${label}:* ${linked}`;
  const rest = charsMax.item - line.length;
  return rest < 20 ? line : `${line}\n${slackText(impact, rest)}`;
}

function factsBlock(message: Message): KnownBlock | null {
  const fields = message.facts.map(([name, value]) =>
    mrkdwn(`*${name}*\n${slackText(value, charsMax.field)}`),
  );
  const time = timeFact(message, slackDate);
  if (time !== null) fields.push(mrkdwn(`*${time[0]}*\n${time[1]}`));
  return fields.length === 0 ? null : { type: "section", fields };
}

/** Shown in each reader's own zone; the text after the bar is for clients that cannot. */
function slackDate(at: number): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time_secs}|${formatUtc(at)}>`;
}

function regionsBlock(message: Message): KnownBlock | null {
  if (message.regions.length === 0) return null;
  const legend = message.legend.map(([mark, meaning]) => `${mark} ${meaning}`).join("   ");
  const lines = [...regionLines(message), ...(legend === "" ? [] : [legend])];
  return section(`\`\`\`\n${slackCode(lines.join("\n"), charsMax.regions)}\n\`\`\``);
}

function causeBlock({ title, evidence, next }: Message["causes"][number], index: number): KnownBlock {
  const lead = `*${index === 0 ? "Most likely cause" : "Or"}:* ${slackText(title, 250)}`;
  const found = evidence.map((line) => `\n• ${slackText(line, charsMax.field)}`).join("");
  const rest = charsMax.cause - lead.length - found.length;
  const commands =
    next.length === 0 || rest < 40 ? "" : `\n\`\`\`\n${slackCode(next.join("\n"), rest - 10)}\n\`\`\``;
  return section(lead + found + commands);
}

/** A link that Slack would refuse would cost the whole message. */
function actionsBlock({ links, tone }: Message, buttons: Button[]): KnownBlock | null {
  const linked = links
    .filter(({ url }) => url.length <= urlCharsMax)
    .map(({ label, url }, index): Button => {
      const isPrimary = index === 0 && tone === "problem" && buttons.length === 0;
      return {
        type: "button",
        text: { type: "plain_text", text: label, emoji: false },
        url,
        action_id: label.toLowerCase().replaceAll(" ", "_"),
        ...(isPrimary ? { style: "primary" } : {}),
      };
    });
  const elements = [...buttons, ...linked];
  return elements.length === 0 ? null : { type: "actions", elements };
}
