import { cleanText } from "@rollcall/domain/clean-text";
import type { Assertion, AssertionOp } from "@rollcall/domain/monitor-spec";
import { headerValue } from "@rollcall/outbound";
import type { Answer } from "./answer.ts";
import { getPath } from "./get-path.ts";
import { searchPattern } from "./search-pattern.ts";

/**
 * The assertions an answer does not meet, in their order, as people read them: "status was 503, expected 200-399".
 * What could not be read (an encoded body, JSON that is none) fails every claim about it.
 */
export function failedAssertions(assertions: readonly Assertion[], answer: Answer): string[] {
  return assertions.flatMap((assertion) => {
    const observed = observe(assertion, answer);
    const isMet = observed.unreadable === undefined && isHolding(assertion, observed);
    return isMet ? [] : [describeFailure(assertion, observed)];
  });
}

/** What an assertion is about, in words, and what stood there; `undefined` when nothing did. */
type Observed = { subject: string; value?: unknown; isCut?: boolean; unreadable?: string };

function observe(assertion: Assertion, answer: Answer): Observed {
  switch (assertion.on) {
    case "status":
      return { subject: "status", value: answer.status };
    case "header":
      return { subject: `header ${assertion.name}`, value: headerValue(answer.headers, assertion.name) };
    case "body":
      return answer.text === null
        ? { subject: "body", unreadable: "was encoded and left unread" }
        : { subject: "body", value: bodyValue(assertion.op, answer.text), isCut: answer.isCut };
    case "json":
      return answer.json() === undefined
        ? { subject: "body", unreadable: unreadableJson(answer) }
        : { subject: assertion.path, value: getPath(answer.json(), assertion.path) };
    case "latency":
      return { subject: "latency", value: answer.totalMs };
    case "tls_days":
      return { subject: "certificate", value: answer.tlsDaysLeft ?? undefined };
  }
}

/** For `exists`, an empty body is none; for every other claim it is the empty text. */
function bodyValue(op: AssertionOp, text: string): string | undefined {
  return text === "" && (op === "exists" || op === "not_exists") ? undefined : text;
}

function unreadableJson(answer: Answer): string {
  if (answer.text === null) return "was encoded and left unread";
  return answer.isCut ? "was too large to read as JSON" : "was not JSON";
}

function isHolding(assertion: Assertion, { value, isCut }: Observed): boolean {
  const wanted = assertion.value ?? (assertion.on === "json" ? null : "");
  switch (assertion.op) {
    case "exists":
      return value !== undefined;
    case "not_exists":
      return value === undefined;
    case "eq":
      return isEqual(value, wanted);
    case "neq":
      return !isEqual(value, wanted);
    case "contains":
      return asText(value)?.includes(String(wanted)) ?? false;
    case "not_contains":
      return !(asText(value)?.includes(String(wanted)) ?? false);
    case "matches":
      return isMatching(String(wanted), value, isCut);
    case "not_matches":
      return !isMatching(String(wanted), value, isCut);
    case "between":
      return isBetween(asNumber(value), String(wanted));
    default:
      return isOrdered(assertion.op, asNumber(value), asNumber(wanted));
  }
}

/** `1` and `"1"` are the same claim: a form can only send text. */
function isEqual(value: unknown, wanted: string | number | boolean | null): boolean {
  if (value === wanted) return true;
  return asText(value) !== null && typeof wanted !== "object" && asText(value) === String(wanted);
}

function isMatching(pattern: string, value: unknown, isCut = false): boolean {
  const text = asText(value);
  return text !== null && searchPattern(pattern, text, isCut) !== null;
}

function isBetween(value: number, range: string): boolean {
  const [from, to] = range.split("-").map(Number);
  return value >= (from ?? Number.NaN) && value <= (to ?? Number.NaN);
}

function isOrdered(op: "lt" | "lte" | "gt" | "gte", value: number, wanted: number): boolean {
  if (op === "lt") return value < wanted;
  if (op === "lte") return value <= wanted;
  return op === "gt" ? value > wanted : value >= wanted;
}

function asText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** `NaN` is below, above and equal to nothing, so what is no number meets no comparison. */
function asNumber(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

function describeFailure(assertion: Assertion, observed: Observed): string {
  const { subject, value, unreadable } = observed;
  if (unreadable !== undefined) return `${subject} ${unreadable}, so "${assertion.on}" could not be checked`;
  const wanted = expectations[assertion.op](showWanted(assertion));
  if (assertion.on === "latency") return `the probe took ${showMs(value)}, expected ${wanted}`;
  if (assertion.on === "tls_days")
    return value === undefined
      ? "the answer came without a certificate"
      : `the certificate ends in ${value} days, expected ${wanted}`;
  const found = value === undefined ? "was missing" : `was ${showValue(value)}`;
  return cleanText(`${subject} ${found}, expected ${wanted}`, 400);
}

const expectations: Record<AssertionOp, (wanted: string) => string> = {
  eq: (wanted) => wanted,
  neq: (wanted) => `anything but ${wanted}`,
  lt: (wanted) => `below ${wanted}`,
  lte: (wanted) => `at most ${wanted}`,
  gt: (wanted) => `above ${wanted}`,
  gte: (wanted) => `at least ${wanted}`,
  contains: (wanted) => `to contain ${wanted}`,
  not_contains: (wanted) => `not to contain ${wanted}`,
  matches: (wanted) => `to match ${wanted}`,
  not_matches: (wanted) => `not to match ${wanted}`,
  exists: () => "it to be there",
  not_exists: () => "it to be absent",
  between: (wanted) => wanted,
};

function showWanted(assertion: Assertion): string {
  if (assertion.on === "status") return String(assertion.value);
  if (assertion.on === "latency") return showMs(assertion.value);
  if (assertion.on === "tls_days") return String(assertion.value);
  return showValue(assertion.value ?? (assertion.on === "json" ? null : ""));
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  const text = cleanText(value, 80);
  return value.length > text.length + 20 ? `"${text}…"` : `"${text}"`;
}

function showMs(value: unknown): string {
  return `${Math.round(Number(value)).toLocaleString("en")} ms`;
}
