import type { Assertion, AssertionOp } from "@rollcall/domain/monitor-spec";
import { nextListKey } from "./list-key.ts";

/** A check being edited: `at` names the header or JSON field, `value` is what was typed. */
export type AssertionDraft = {
  key: number;
  on: Assertion["on"];
  at: string;
  op: AssertionOp;
  value: string;
};

const numberOps = ["lt", "lte", "gt", "gte", "eq", "neq"] as const;
const textOps = ["eq", "neq", "contains", "not_contains", "matches", "not_matches"] as const;
const presenceOps = ["exists", "not_exists"] as const;

/** What can be checked, in the order of the menu, and how each new row begins. */
export const assertionKinds: Record<
  Assertion["on"],
  { name: string; ops: readonly AssertionOp[]; start: { op: AssertionOp; at: string; value: string } }
> = {
  status: {
    name: "Status",
    ops: ["between", "eq", "neq", "lt", "lte", "gt", "gte"],
    start: { op: "between", at: "", value: "200-299" },
  },
  body: { name: "Body", ops: textOps, start: { op: "contains", at: "", value: "" } },
  header: {
    name: "Header",
    ops: [...textOps, ...presenceOps],
    start: { op: "contains", at: "content-type", value: "json" },
  },
  json: {
    name: "JSON field",
    ops: [...textOps, "lt", "lte", "gt", "gte", ...presenceOps],
    start: { op: "eq", at: "status", value: "ok" },
  },
  latency: { name: "Latency in ms", ops: numberOps, start: { op: "lt", at: "", value: "1000" } },
  tls_days: {
    name: "Days left on the certificate",
    ops: numberOps,
    start: { op: "gte", at: "", value: "14" },
  },
};

export function newAssertion(on: Assertion["on"]): AssertionDraft {
  return { key: nextListKey(), on, ...assertionKinds[on].start };
}

/** True when the comparison needs nothing to compare with. */
export function isPresence(op: AssertionOp): boolean {
  return op === "exists" || op === "not_exists";
}

export function draftOfAssertion(assertion: Assertion): AssertionDraft {
  const at = assertion.on === "header" ? assertion.name : assertion.on === "json" ? assertion.path : "";
  const value =
    assertion.on === "json" ? jsonText(assertion.value, assertion.op) : String(assertion.value ?? "");
  return { key: nextListKey(), on: assertion.on, at, op: assertion.op, value };
}

/**
 * The check as it is sent. It may be wrong (a status of "abc"): the server says so at its row, in the same words
 * as to everyone else, so its shape is only promised loosely.
 */
export function assertionOfDraft({ on, at, op, value }: AssertionDraft): Record<string, unknown> {
  const named = on === "header" ? { name: at.trim() } : on === "json" ? { path: at.trim() } : {};
  if (isPresence(op)) return { on, ...named, op };
  if (on === "json") return { on, ...named, op, value: jsonValue(value, op) };
  if (on === "header" || on === "body") return { on, ...named, op, value };
  return { on, op, value: op === "between" ? value.replaceAll(/\s/g, "") : numberOf(value) };
}

/** A text that is not a number stays one, so that the server refuses it as what was typed. */
function numberOf(text: string): number | string {
  return text.trim() === "" || !Number.isFinite(Number(text)) ? text : Number(text);
}

/** Comparisons that tell a number from a text. */
const typedOps: readonly AssertionOp[] = ["eq", "neq", "lt", "lte", "gt", "gte"];
const literal = /^(true|false|null|-?\d+(\.\d+)?)$/;

/** What a JSON field is compared with: `ok` is text, `3`, `true` and `null` are what JSON calls so, `"3"` is text. */
function jsonValue(text: string, op: AssertionOp): unknown {
  const trimmed = text.trim();
  if (!typedOps.includes(op)) return text;
  if (literal.test(trimmed)) return JSON.parse(trimmed);
  return /^".*"$/.test(trimmed) ? unquote(trimmed) : text;
}

function jsonText(value: string | number | boolean | null | undefined, op: AssertionOp): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  if (!typedOps.includes(op)) return value;
  const wouldChange = literal.test(value.trim()) || /^".*"$/.test(value.trim());
  return wouldChange ? JSON.stringify(value) : value;
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
