/**
 * Untrusted text for Discord's Markdown, at most `charsMax` characters after escaping: nothing of it formats, links or
 * mentions. A cut never falls between a backslash and what it escapes.
 */
export function discordText(text: string, charsMax: number): string {
  let escaped = "";
  for (const char of text) {
    const next = /[\\*_~`|<>#[\]():@-]/.test(char) ? `\\${char}` : char;
    if (escaped.length + next.length > charsMax - 1) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}

/** Untrusted text for a code block, which only its own fence can end. */
export function discordCode(text: string, charsMax: number): string {
  const plain = text.replaceAll("`", "ˋ");
  return plain.length <= charsMax ? plain : `${plain.slice(0, charsMax - 1)}…`;
}
