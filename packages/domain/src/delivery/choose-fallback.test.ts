import { describe, expect, it } from "vitest";
import { chooseFallback, type FallbackCandidate } from "./choose-fallback.ts";

const slack: FallbackCandidate = { id: "slack", kind: "slack", enabled: true };
const slack2: FallbackCandidate = { id: "slack2", kind: "slack", enabled: true };
const mail: FallbackCandidate = { id: "mail", kind: "email", enabled: true };

const cases: {
  name: string;
  failing?: FallbackCandidate;
  channels: FallbackCandidate[];
  chosen?: string;
  reached?: string[];
  failed?: string[];
  expected: string | null;
}[] = [
  { name: "the only channel fails: the owners", channels: [slack], expected: "owners" },
  { name: "the first other channel", channels: [slack, slack2], expected: "slack2" },
  { name: "one of another kind before its like", channels: [slack, slack2, mail], expected: "mail" },
  {
    name: "the workspace's choice before both",
    channels: [slack, slack2, mail],
    chosen: "slack2",
    expected: "slack2",
  },
  {
    name: "not a choice that is off",
    channels: [slack, mail, { ...slack2, enabled: false }],
    chosen: "slack2",
    expected: "mail",
  },
  { name: "not itself, when it is the choice", channels: [slack], chosen: "slack", expected: "owners" },
  {
    name: "nobody when the choice has the message already",
    channels: [slack, slack2, mail],
    chosen: "mail",
    reached: ["mail"],
    expected: null,
  },
  {
    name: "the next when the first does not take it either",
    channels: [slack, slack2, mail],
    failed: ["mail"],
    expected: "slack2",
  },
  {
    name: "the owners when no channel takes it",
    channels: [slack, mail],
    failed: ["mail"],
    expected: "owners",
  },
  {
    name: "a channel when the owners' mail fails",
    failing: { id: "owners", kind: "email", enabled: true },
    channels: [mail, slack],
    expected: "slack",
  },
  {
    name: "nobody when everybody was tried",
    channels: [slack, mail],
    failed: ["mail", "owners"],
    expected: null,
  },
];

describe("chooseFallback", () => {
  it.each(cases)("$name", ({ failing = slack, channels, chosen = null, reached, failed, expected }) => {
    const known = { chosen, reached: new Set(reached), failed: new Set(failed) };
    expect(chooseFallback(failing, channels, known)).toBe(expected);
  });
});
