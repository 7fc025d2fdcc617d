import type { Message } from "../message/compose-message.ts";
import { formatInstant, timeFact } from "../message/format-time.ts";
import { regionLines } from "../message/region-lines.ts";

/** What a mail adds to a message: the reader's IANA zone, and the page on which they change or stop what is sent. */
export type MailExtras = { timeZone?: string; settingsUrl?: string };

/** The plain part of a mail: everything the HTML part says. */
export function renderText(message: Message, extras: MailExtras): string {
  const blocks = [
    message.sample ? "This is a test: nothing is wrong." : null,
    `${message.label}: ${message.impact}`,
    message.summary,
    itemBlock(message),
    factLines(message, extras),
    regionBlock(message),
    ...message.causes.map(causeBlock),
    linkLines(message),
    footer(message, extras),
  ];
  return `${blocks.filter((block) => block !== null && block !== "").join("\n\n")}\n`;
}

function itemBlock({ items, itemsLeftOut }: Message): string {
  return [
    ...items.map(({ label, headline, impact, url }) =>
      `${label}: ${headline}\n  ${impact}\n  ${url}`.trimEnd(),
    ),
    ...(itemsLeftOut > 0 ? [`And ${itemsLeftOut} more.`] : []),
  ].join("\n");
}

function factLines(message: Message, { timeZone }: MailExtras): string {
  const time = timeFact(message, (at) => formatInstant(at, timeZone));
  const facts = time === null ? message.facts : [...message.facts, time];
  const width = Math.max(...facts.map(([label]) => label.length));
  return facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join("\n");
}

function regionBlock(message: Message): string | null {
  if (message.regions.length === 0) return null;
  const legend = message.legend.map(([mark, meaning]) => `${mark} ${meaning}`).join("   ");
  const title = legend === "" ? "Regions" : "Regions, each mark is one answer";
  return [
    `${title}:`,
    ...regionLines(message).map((line) => `  ${line}`),
    ...(legend ? [`  ${legend}`] : []),
  ].join("\n");
}

function causeBlock({ title, evidence, next }: Message["causes"][number], index: number): string {
  return [
    `${index === 0 ? "Most likely cause" : "Or"}: ${title}`,
    ...evidence.map((line) => `  - ${line}`),
    ...next.map((command) => `  Next: ${command}`),
  ].join("\n");
}

function linkLines({ links }: Message): string {
  return links.map(({ label, url }) => `${label}: ${url}`).join("\n");
}

function footer(message: Message, { settingsUrl, timeZone }: MailExtras): string {
  const settings = settingsUrl === undefined ? [] : [`Change or stop these mails: ${settingsUrl}`];
  return [
    "-- ",
    `Rollcall, ${formatInstant(message.at, timeZone)}. Shares count probes, not user traffic.`,
    ...settings,
  ].join("\n");
}
