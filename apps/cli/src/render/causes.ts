import type { Cause } from "@rollcall/domain/glossary";
import type { Palette } from "./palette.ts";
import { plainText, wrapText } from "./wrap.ts";

const indent = "  ";

/** Causes for people: each with what it means, the lines it was read from, the fix and what to type next. */
export function renderCauses(causes: readonly Cause[], columns: number, palette: Palette): string[] {
  if (causes.length === 0) return ["No cause found: nothing in this text says that something is wrong."];
  const wrap = (text: string) =>
    wrapText(plainText(text), Math.max(40, columns - indent.length)).map((line) => indent + line);
  return causes.flatMap((cause, at) => [
    ...(at === 0 ? [] : [""]),
    `${palette.bad(plainText(cause.title))} ${palette.quiet(`${cause.code}, ${Math.round(cause.confidence * 100)} % sure`)}`,
    ...(cause.explanation === undefined ? [] : wrap(cause.explanation)),
    ...cause.evidence.map((line) => palette.quiet(`${indent}read: ${plainText(line)}`)),
    ...(cause.fix === undefined ? [] : wrap(`Fix: ${cause.fix}`)),
    ...cause.next.map((command) => `${indent}next: ${plainText(command)}`),
    ...(cause.docs === undefined ? [] : [palette.quiet(`${indent}more: ${plainText(cause.docs)}`)]),
  ]);
}
