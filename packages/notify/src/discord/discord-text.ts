import { cutText, keepWithin } from "../message/keep-within.ts";

/** What Discord reads as Markdown, an emoji, a link or a mention; at the start of a line also as a list or a heading. */
const markup = /[\\*_~`|<>[\]@]|:(?=\S)|^[-#+]/gu;

/**
 * Untrusted text for Discord's Markdown, at most `charsMax` characters after escaping: nothing of it formats, links or
 * mentions. A cut never falls between a backslash and what it escapes.
 */
export function discordText(text: string, charsMax: number): string {
  const escaped = text.replace(markup, "\\$&");
  if (escaped.length <= charsMax) return escaped;
  return `${keepWithin(escaped.match(/\\?./gsu) ?? [], (piece) => piece.length, charsMax - 1).join("")}…`;
}

/** Untrusted text for a code block, which only its own fence can end. */
export function discordCode(text: string, charsMax: number): string {
  return cutText(text.replaceAll("`", "ˋ"), charsMax);
}
