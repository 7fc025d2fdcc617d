/** Characters that Slack's mrkdwn reads as markup, and look-alikes that it does not. */
const lookAlikes: Record<string, string> = { "*": "∗", "~": "∼", "`": "ˋ" };

/**
 * Untrusted text for mrkdwn, at most `charsMax` characters after escaping. `<`, `>` and `&` become entities, so no
 * mention or link can be made; what would switch bold, strike, code or italic on is replaced by a look-alike.
 */
export function slackText(text: string, charsMax: number): string {
  const plain = text
    .replace(/[*~`]/g, (char) => lookAlikes[char] ?? char)
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "ˍ");
  return escapeWithin(plain, charsMax);
}

/** Untrusted text for a code block, where only entities and the closing fence mean anything. */
export function slackCode(text: string, charsMax: number): string {
  return escapeWithin(text.replaceAll("`", "ˋ"), charsMax);
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Escapes character by character, so that a cut never falls into an entity. */
function escapeWithin(text: string, charsMax: number): string {
  let escaped = "";
  for (const char of text) {
    const next = entities[char] ?? char;
    if (escaped.length + next.length > charsMax - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}
