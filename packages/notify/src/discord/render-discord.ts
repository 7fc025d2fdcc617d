import type { Notice } from "@rollcall/domain/notice";
import { composeMessage, type Message } from "../message/compose-message.ts";
import { formatUtc, timeFact } from "../message/format-time.ts";
import { keepWithin } from "../message/keep-within.ts";
import { regionLines } from "../message/region-lines.ts";
import { discordCode, discordText } from "./discord-text.ts";

type EmbedField = { name: string; value: string; inline?: true };
type Embed = {
  title: string;
  description: string;
  color: number;
  url?: string;
  fields: EmbedField[];
  footer: { text: string };
  timestamp: string;
};

/** The body of a post to a Discord webhook; no text in it can mention anybody. */
export type RenderedDiscord = {
  content: string;
  username: string;
  allowed_mentions: { parse: [] };
  embeds: [Embed];
};

/**
 * Discord's limits and ours within them: content 2,000, title 256, description 4,096, a field's value 1,024, 25 fields,
 * and 6,000 over all of an embed. Fields come in order of what they are worth, and what is too much is left out.
 */
const charsMax = { content: 400, title: 256, impact: 700, summary: 1100, value: 1024, fact: 300 };
/** With impact and summary below a description's 4,096. */
const itemsCharsMax = 2600;
const fieldsCharsMax = 3600;
const fieldsMax = 25;
const urlCharsMax = 2048;

/** A notice as a Discord message: its headline where notifications show it, and one embed, leading with the impact. */
export function renderDiscord(notice: Notice): RenderedDiscord {
  const message = composeMessage(notice);
  const fields = [
    ...factFields(message),
    ...causeFields(message),
    ...regionFields(message),
    ...linkFields(message),
    // Discord refuses a whole message for one field without a value.
  ].filter(({ value }) => value.trim() !== "");
  const [link] = message.links;
  const charsLeft = fieldsCharsMax - (message.items.length > 0 ? itemsCharsMax : 0);
  const embed: Embed = {
    title: discordText(message.label, charsMax.title),
    description: describe(message),
    color: colourOf(message),
    ...(link && link.url.length <= urlCharsMax && { url: link.url }),
    fields: keepWithin(fields, ({ name, value }) => name.length + value.length, charsLeft).slice(
      0,
      fieldsMax,
    ),
    footer: { text: "Shares count probes, not user traffic." },
    timestamp: new Date(message.at).toISOString(),
  };
  return {
    content: discordText(message.headline, charsMax.content),
    username: "Rollcall",
    allowed_mentions: { parse: [] },
    embeds: [embed],
  };
}

function describe(message: Message): string {
  const { sample, impact, summary } = message;
  return [
    sample ? "This is a test: nothing is wrong." : "",
    `**${discordText(impact, charsMax.impact)}**`,
    summary === null ? "" : discordText(summary, charsMax.summary),
    ...itemLines(message),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** A digest's lines, as many as fit; an address that would end its own link is left out. */
function itemLines({ items, itemsLeftOut }: Message): string[] {
  const lines = items.map(({ label, headline, impact, url }) => {
    const title = discordText(headline, 200);
    const linked = url === "" || /[()<>\s]/.test(url) ? title : `[${title}](<${url}>)`;
    return `**${label}:** ${linked}\n${discordText(impact, 150)}`;
  });
  const kept = keepWithin(lines, (line) => line.length + 1, itemsCharsMax);
  const left = itemsLeftOut + lines.length - kept.length;
  return left > 0 ? [...kept, `And ${left} more.`] : kept;
}

function colourOf({ tone, label }: Message): number {
  if (tone !== "problem") return 0x0b7f73;
  return label === "Critical" ? 0xc22545 : 0xb45309;
}

function factFields(message: Message): EmbedField[] {
  const time = timeFact(message, formatUtc);
  const facts = time === null ? message.facts : [...message.facts, time];
  return facts.map(([name, value]) => ({ name, value: discordText(value, charsMax.fact), inline: true }));
}

function causeFields({ causes }: Message): EmbedField[] {
  return causes.map(({ title, evidence, next }, index) => {
    const found = evidence.slice(0, 2).map((text) => `\n- ${discordText(text, 160)}`);
    const command = next[0] === undefined ? "" : `\n\`\`\`\n${discordCode(next[0], 300)}\n\`\`\``;
    const value = `${discordText(title, 220)}${found.join("")}${command}`;
    return { name: index === 0 ? "Most likely cause" : "Or", value };
  });
}

function regionFields(message: Message): EmbedField[] {
  if (message.regions.length === 0) return [];
  const lines = regionLines(message).join("\n");
  return [{ name: "Regions", value: `\`\`\`\n${discordCode(lines, charsMax.value - 10)}\n\`\`\`` }];
}

/** An address in angle brackets is a link without a preview; one with a bracket of its own is left out. */
function linkFields({ links }: Message): EmbedField[] {
  const lines = links
    .filter(({ url }) => !/[<>\s]/.test(url))
    .map(({ label, url }) => `${discordText(label, 80)}: <${url}>\n`);
  const value = keepWithin(lines, (text) => text.length, charsMax.value)
    .join("")
    .trim();
  return value === "" ? [] : [{ name: "Links", value }];
}
