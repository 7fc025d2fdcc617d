/** Control, format (bidi, zero-width), surrogate and line characters: nothing of them is part of a version. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from a target, made fit to store and show on one line: invisible characters removed, trimmed, at most
 * `charsMax` long.
 */
export function cleanText(text: string, charsMax = 256): string {
  return text
    .slice(0, charsMax * 4)
    .replace(invisible, "")
    .trim()
    .slice(0, charsMax)
    .replace(/\p{Cs}$/u, "");
}

/** The same for text of several lines, whose line feeds and tabs stay. */
export function cleanLines(text: string, charsMax: number): string {
  return text.slice(0, charsMax).replace(invisible, (char) => (char === "\n" || char === "\t" ? char : ""));
}
