import type { Notice } from "@rollcall/domain/notice";
import { composeMessage, type Message } from "../message/compose-message.ts";
import { formatUtc, timeFact } from "../message/format-time.ts";
import { jsonBytes, keepWithin } from "../message/keep-within.ts";
import { regionLines } from "../message/region-lines.ts";

type Run = { type: "TextRun"; text: string; [style: string]: unknown };
type Element = { type: "RichTextBlock"; inlines: Run[]; separator?: true };
type Action = { type: "Action.OpenUrl"; title: string; url: string };

/** The body of a post to a Teams workflow: one adaptive card. */
export type RenderedTeams = {
  type: "message";
  attachments: [{ contentType: string; contentUrl: null; content: object }];
};

/** Teams takes about 28 KB. Actions have a share of their own; what is left of the card is cut from its end. */
const bodyBytesMax = 18_000;
const itemsBytesMax = 15_000;
const actionsBytesMax = 6000;
const actionsMax = 6;

/**
 * A notice as an adaptive card, leading with the impact. All text stands in runs, which Teams shows as it is: a
 * `TextBlock` would read Markdown, links too, out of a target's words.
 */
export function renderTeams(notice: Notice): RenderedTeams {
  const message = composeMessage(notice);
  const elements = [
    line([run(message.label, { weight: "Bolder", color: colourOf(message) })]),
    line([run(message.headline, { weight: "Bolder", size: "Medium" })]),
    ...(message.sample ? [line([run("This is a test: nothing is wrong.")])] : []),
    line([run(message.impact, { weight: "Bolder" })]),
    ...(message.summary === null ? [] : [line([run(message.summary)])]),
    ...itemLines(message),
    ...factLines(message),
    ...message.causes.flatMap(causeLines),
    ...regionLines(message).map((text) => line([run(text, { fontType: "Monospace", size: "Small" })])),
  ];
  const actions = message.links.map(
    ({ label, url }): Action => ({ type: "Action.OpenUrl", title: label, url }),
  );
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    fallbackText: message.headline,
    body: keepWithin(elements, jsonBytes, bodyBytesMax),
    actions: keepWithin(actions, jsonBytes, actionsBytesMax).slice(0, actionsMax),
    msteams: { width: "Full" },
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }],
  };
}

function run(text: string, style: Record<string, string | boolean | object> = {}): Run {
  return { type: "TextRun", text, ...style };
}

function line(inlines: Run[]): Element {
  return { type: "RichTextBlock", inlines };
}

function colourOf({ tone, label }: Message): string {
  if (tone !== "problem") return "Good";
  return label === "Critical" ? "Attention" : "Warning";
}

/** A digest's lines; each opens its page. */
function itemLines({ items, itemsLeftOut }: Message): Element[] {
  const lines = items.map(({ label, headline, impact, url }) =>
    line([
      run(`${label}: `, { weight: "Bolder" }),
      run(headline, url === "" ? {} : { selectAction: { type: "Action.OpenUrl", url } }),
      run(`. ${impact}`, { isSubtle: true }),
    ]),
  );
  const kept = keepWithin(lines, jsonBytes, itemsBytesMax);
  const left = itemsLeftOut + lines.length - kept.length;
  return left > 0 ? [...kept, line([run(`And ${left} more.`)])] : kept;
}

function factLines(message: Message): Element[] {
  const time = timeFact(message, formatUtc);
  const facts = time === null ? message.facts : [...message.facts, time];
  return facts.map(([label, value]) => line([run(`${label}: `, { isSubtle: true }), run(value)]));
}

function causeLines({ title, evidence, next }: Message["causes"][number], index: number): Element[] {
  const lead = run(index === 0 ? "Most likely cause: " : "Or: ", { weight: "Bolder" });
  return [
    line([lead, run(title)]),
    ...evidence.map((text) => line([run(`• ${text}`)])),
    ...next.map((command) => line([run(command, { fontType: "Monospace" })])),
  ];
}
