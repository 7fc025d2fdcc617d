import { type Bucket, buckets } from "@rollcall/domain/glossary";
import type { Message, MessageRegion } from "../message/compose-message.ts";
import { formatInstant, timeFact } from "../message/format-time.ts";
import { bucketMark } from "../message/marks.ts";
import { escapeHtml } from "./escape-html.ts";
import type { MailExtras } from "./render-text.ts";

/** Each colour on its light and its dark surface. */
const bucketColours: Record<Bucket, [light: string, dark: string]> = {
  expected: ["#0b7f73", "#2bc4b2"],
  previous: ["#b45309", "#f0a02f"],
  other: ["#6d4bd8", "#a48bff"],
  unreadable: ["#64707d", "#8f9ba8"],
  error: ["#c22545", "#ff6f85"],
};
const toneColours = {
  problem: bucketColours.error,
  recovery: bucketColours.expected,
  info: bucketColours.expected,
  note: bucketColours.expected,
} as const;
const warningColours = bucketColours.previous;

const sans = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

/**
 * The HTML part of a mail: one column, no images, nothing loaded. Light colours stand on the elements, dark ones in the
 * style sheet under `prefers-color-scheme`, so that a client which drops either still shows readable text.
 */
export function renderHtml(message: Message, extras: MailExtras): string {
  const blocks = [
    message.sample ? paragraph("This is a test: nothing is wrong.", "quiet") : "",
    label(message),
    `<p class="ink" style="margin:0 0 12px;font-size:18px;line-height:26px;color:#14181d">${prose(message.impact)}</p>`,
    message.summary === null ? "" : paragraph(message.summary, "ink"),
    itemTable(message),
    factTable(message, extras),
    regionTable(message),
    ...message.causes.map(causeBlock),
    linkRow(message),
    footer(message, extras),
  ];
  return page(message.headline, message.impact, blocks.filter((block) => block !== "").join("\n"));
}

function page(title: string, preview: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${styleSheet()}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#fbfbfa;${sans}">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid #dfe3e6;border-radius:6px"><tr><td style="padding:24px">
${content}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function styleSheet(): string {
  const dark = [
    ".page{background:#0d1114!important}",
    ".card{background:#141a1f!important;border-color:#2a333b!important}",
    ".ink{color:#e8ecef!important}",
    ".quiet{color:#9aa5b1!important}",
    ".code{background:#0d1114!important;color:#e8ecef!important}",
    ".t-problem{color:#ff6f85!important}.t-warning{color:#f0a02f!important}.t-good{color:#2bc4b2!important}",
    ".button{background:#2bc4b2!important;color:#0d1114!important}",
    ...buckets.map((bucket) => `.b-${bucket}{color:${bucketColours[bucket][1]}!important}`),
  ];
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${dark.join("")}}`;
}

function paragraph(text: string, kind: "ink" | "quiet"): string {
  const colour = kind === "ink" ? "#14181d" : "#55606c";
  return `<p class="${kind}" style="margin:0 0 16px;font-size:14px;line-height:20px;color:${colour}">${prose(text)}</p>`;
}

/** Escaped text in which a number and its unit stay on one line. */
function prose(text: string): string {
  return escapeHtml(text.replace(/(\d) (?=(?:%|ms|s|min|h|d)(?![A-Za-z0-9]))/g, "$1\u00a0"));
}

function label(message: Message): string {
  const isWarning = message.label === "Warning" || message.label === "Test";
  const kind = message.tone !== "problem" ? "good" : isWarning ? "warning" : "problem";
  const [colour] = isWarning ? warningColours : toneColours[message.tone];
  return `<p class="t-${kind}" style="margin:0 0 4px;font-size:14px;line-height:20px;font-weight:600;color:${colour}">${escapeHtml(message.label)}</p>`;
}

function factTable(message: Message, { timeZone }: MailExtras): string {
  const time = timeFact(message, (at) => formatInstant(at, timeZone));
  const facts = time === null ? message.facts : [...message.facts, time];
  const rows = facts.map(
    ([name, value]) =>
      `<tr><td class="quiet" style="padding:2px 16px 2px 0;color:#55606c;white-space:nowrap;vertical-align:top">${escapeHtml(name)}</td><td class="ink" style="padding:2px 0;color:#14181d;word-break:break-word">${prose(value)}</td></tr>`,
  );
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px;font-size:14px;line-height:20px">${rows.join("")}</table>`;
}

/** What a digest tells of, each with the way to its page. */
function itemTable({ items, itemsLeftOut }: Message): string {
  if (items.length === 0) return "";
  const rows = items.map(({ label, headline, impact, url }) => {
    const colours: Record<string, string> = { Critical: "problem", Warning: "warning" };
    const kind = colours[label] ?? "good";
    const colour = { problem: "#c22545", warning: "#b45309", good: "#0b7f73" }[kind];
    const title = escapeHtml(headline);
    const linked =
      url === "" ? title : `<a class="ink" href="${escapeHtml(url)}" style="color:#14181d">${title}</a>`;
    return `<tr><td class="t-${kind}" style="padding:6px 12px 0 0;color:${colour};white-space:nowrap;vertical-align:top">${escapeHtml(label)}</td><td class="ink" style="padding:6px 0 0;color:#14181d;overflow-wrap:anywhere">${linked}<br><span class="quiet" style="color:#55606c">${prose(impact)}</span></td></tr>`;
  });
  const table = `<table cellpadding="0" cellspacing="0" style="margin:0 0 16px;font-size:14px;line-height:20px">${rows.join("")}</table>`;
  return itemsLeftOut > 0 ? table + paragraph(`And ${itemsLeftOut} more.`, "quiet") : table;
}

/** Two rows a region, so that a phone shows the whole strip. */
function regionTable(message: Message): string {
  if (message.regions.length === 0) return "";
  const cell = "padding:6px 12px 0 0;vertical-align:top";
  const rows = message.regions.map((region) => {
    const state = [region.state, region.note].filter(Boolean).join(": ");
    const answers =
      region.marks.length === 0
        ? ""
        : `<tr><td colspan="3" style="${mono};letter-spacing:1px;overflow-wrap:anywhere">${strip(region)}</td></tr>`;
    return `<tr><td class="ink" style="${cell};color:#14181d;white-space:nowrap">${escapeHtml(region.region)}</td><td class="ink" style="${cell};color:#14181d;white-space:nowrap">${prose(region.share)}</td><td class="quiet" width="100%" style="${cell};color:#55606c">${prose(state)}</td></tr>${answers}`;
  });
  const table = `<table cellpadding="0" cellspacing="0" style="margin:0 0 4px;font-size:13px;line-height:20px"><caption class="quiet" style="text-align:left;color:#55606c">Regions${message.legend.length > 0 ? ", each mark is one answer" : ""}</caption>${rows.join("")}</table>`;
  const legend = message.legend.map(([mark, meaning]) => `${mark} ${meaning}`).join(" · ");
  const more = message.regionsLeftOut > 0 ? `and ${message.regionsLeftOut} more regions` : "";
  return table + paragraph([legend, more].filter(Boolean).join(" · "), "quiet");
}

/** Neighbours of one bucket share an element. */
function strip({ marks }: MessageRegion): string {
  const runs: { bucket: Bucket; text: string }[] = [];
  for (const bucket of marks) {
    const last = runs.at(-1);
    if (last?.bucket === bucket) last.text += bucketMark[bucket];
    else runs.push({ bucket, text: bucketMark[bucket] });
  }
  return runs
    .map(
      ({ bucket, text }) =>
        `<span class="b-${bucket}" style="color:${bucketColours[bucket][0]}">${text}</span>`,
    )
    .join("");
}

function causeBlock({ title, evidence, next }: Message["causes"][number], index: number): string {
  const items = evidence.map((line) => `<li style="margin:0">${prose(line)}</li>`).join("");
  const list =
    items === ""
      ? ""
      : `<ul class="quiet" style="margin:0 0 8px;padding:0 0 0 18px;font-size:13px;line-height:20px;color:#55606c">${items}</ul>`;
  const commands = next.map(
    (command) =>
      `<pre class="code" style="margin:0 0 8px;padding:8px 10px;border-radius:6px;background:#f1f3f4;color:#14181d;font-size:13px;line-height:20px;white-space:pre-wrap;word-break:break-word;${mono}">${escapeHtml(command)}</pre>`,
  );
  return paragraph(`${index === 0 ? "Most likely cause" : "Or"}: ${title}`, "ink") + list + commands.join("");
}

function linkRow({ links }: Message): string {
  const anchors = links.map(({ label, url }, index) =>
    index === 0
      ? `<a class="button" href="${escapeHtml(url)}" style="display:inline-block;margin:0 16px 8px 0;padding:8px 14px;border-radius:6px;background:#0b7f73;color:#ffffff;font-size:14px;line-height:20px;text-decoration:none">${escapeHtml(label)}</a>`
      : `<a class="ink" href="${escapeHtml(url)}" style="margin-right:16px;font-size:14px;line-height:28px;white-space:nowrap;color:#14181d">${escapeHtml(label)}</a>`,
  );
  return anchors.length === 0 ? "" : `<p style="margin:16px 0">${anchors.join("")}</p>`;
}

function footer(message: Message, { settingsUrl, timeZone }: MailExtras): string {
  const settings =
    settingsUrl === undefined
      ? ""
      : ` <a class="quiet" href="${escapeHtml(settingsUrl)}" style="color:#55606c">Change or stop these mails</a>`;
  const text = `Rollcall, ${escapeHtml(formatInstant(message.at, timeZone))}. Shares count probes, not user traffic.`;
  return `<p class="quiet" style="margin:16px 0 0;font-size:12px;line-height:18px;color:#55606c">${text}${settings}</p>`;
}
