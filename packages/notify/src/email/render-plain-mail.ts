import { escapeHtml } from "./escape-html.ts";

/** Each line is a paragraph; one that is a web address becomes a link. Both parts say the same. */
export function renderPlainMail(lines: readonly string[]): { text: string; html: string } {
  const paragraph = (line: string) =>
    /^https?:\/\/\S+$/.test(line)
      ? `<p><a href="${escapeHtml(line)}">${escapeHtml(line)}</a></p>`
      : `<p>${escapeHtml(line)}</p>`;
  return { text: lines.join("\n\n"), html: lines.map(paragraph).join("\n") };
}
