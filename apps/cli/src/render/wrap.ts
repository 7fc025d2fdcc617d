import { cleanText } from "@rollcall/domain/clean-text";

/** Breaks text at spaces into lines of at most `width` signs; a longer word stays whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const charsMax = 2_000;

/** One line of what may come from a target: it must not steer the terminal or the CI log. */
export function plainText(text: string): string {
  return cleanText(text.replace(/\s+/g, " "), charsMax);
}

/** Cuts a line that may carry colours to `width` visible signs, so that a terminal does not break it in two. */
export function cutToWidth(line: string, width: number): string {
  let seen = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape begins a colour
  return line.replace(/\u001b\[[0-9;]*m|./gu, (piece) => {
    if (piece.startsWith("\u001b")) return piece;
    seen += 1;
    return seen <= width ? piece : "";
  });
}
