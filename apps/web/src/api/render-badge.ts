import type { DeployState } from "@rollcall/domain/glossary";

/** Hex colours of the bucket that a state speaks of; the rest is quiet ink. */
const colours: Partial<Record<DeployState, string>> = {
  live: "#0b7f73",
  holding: "#0b7f73",
  at_target: "#0b7f73",
  rolling: "#b45309",
  waiting: "#b45309",
  stuck: "#c22545",
  degraded: "#c22545",
  old_returned: "#c22545",
  rolled_back: "#c22545",
};
const quiet = "#55606c";
const charWidth = 7;
const padding = 8;
const height = 20;

const label = "serving";

/** What a badge says: version and state, with the share while it rolls. */
export type BadgeText = {
  version: string;
  state: DeployState;
  share: { expected: number; samples: number };
};

/**
 * An SVG of 20 px height, with its text as accessible name; `null` while no version is expected. Takes any text; markup
 * in it is shown, not obeyed.
 */
export function renderBadge(badge: BadgeText | null): string {
  const message = badge === null ? "nothing announced" : messageOf(badge);
  const left = widthOf(label);
  const right = widthOf(message);
  const name = escapeXml(`${label}: ${message}`);
  const text = (at: number, words: string) =>
    `<text x="${at}" y="14" text-anchor="middle" fill="#ffffff" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="11">${escapeXml(words)}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${height}" role="img" aria-label="${name}">` +
    `<title>${name}</title>` +
    `<rect width="${left}" height="${height}" fill="#14181d"/>` +
    `<rect x="${left}" width="${right}" height="${height}" fill="${(badge && colours[badge.state]) ?? quiet}"/>` +
    `${text(left / 2, label)}${text(left + right / 2, message)}</svg>`
  );
}

function messageOf({ version, state, share }: BadgeText): string {
  const isPartial = (state === "rolling" || state === "stuck") && share.samples > 0;
  const percent = isPartial ? ` ${Math.floor((100 * share.expected) / share.samples)} %` : "";
  return `${shorten(version)} · ${state.replaceAll("_", " ")}${percent}`;
}

function widthOf(text: string): number {
  return [...text].length * charWidth + 2 * padding;
}

function shorten(text: string): string {
  const letters = [...text];
  return letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : text;
}

function escapeXml(text: string): string {
  return text.replaceAll(/[<>&"']/g, (letter) => `&#${letter.codePointAt(0)};`);
}
