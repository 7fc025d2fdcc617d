import type { Bucket, DeployState } from "@rollcall/domain/glossary";

type Paint = (text: string) => string;

/** How words and marks are coloured; without colour every paint gives its text back. */
export type Palette = Record<Bucket | "quiet" | "strong" | "bad" | "good", Paint>;

/** The terminal's own sixteen colours, so that the reader's theme keeps them legible. */
const codes: Record<keyof Palette, number> = {
  expected: 36,
  previous: 33,
  other: 35,
  unreadable: 90,
  error: 31,
  quiet: 90,
  strong: 1,
  bad: 31,
  good: 36,
};

/** Paints with ANSI codes, or not at all. */
export function createPalette(hasColour: boolean): Palette {
  const paint = (code: number): Paint =>
    hasColour ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text;
  return {
    expected: paint(codes.expected),
    previous: paint(codes.previous),
    other: paint(codes.other),
    unreadable: paint(codes.unreadable),
    error: paint(codes.error),
    quiet: paint(codes.quiet),
    strong: paint(codes.strong),
    bad: paint(codes.bad),
    good: paint(codes.good),
  };
}

/** The five marks: a shape each, because colour alone tells too few. */
export const marks: Record<Bucket, string> = {
  expected: "▮",
  previous: "▨",
  other: "▩",
  unreadable: "▢",
  error: "▼",
};

/** A shape beside the word of each state. */
export const stateIcons: Record<DeployState, string> = {
  pending: "○",
  waiting: "◌",
  rolling: "◔",
  at_target: "◑",
  holding: "◕",
  live: "●",
  stuck: "▲",
  degraded: "▼",
  old_returned: "↺",
  rolled_back: "↩",
  unverifiable: "?",
  superseded: "»",
  cancelled: "×",
  expired: "–",
};

/** `old_returned` as people read it. */
export function stateWords(state: DeployState): string {
  return state.replaceAll("_", " ");
}

/** Good news, bad news, or neither. */
export function paintOfState(state: DeployState, palette: Palette): Paint {
  if (state === "live" || state === "at_target") return palette.good;
  if (["stuck", "degraded", "old_returned", "rolled_back", "unverifiable"].includes(state))
    return palette.bad;
  return palette.strong;
}
